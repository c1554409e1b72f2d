import * as vscode from 'vscode';
import { webviewHtml } from './webviewHtml';

/** Shows `dist/<bundle>.js` with its styles in a webview, which may read nothing else of this machine. */
export function showPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { title, bundle }: { readonly title: string; readonly bundle: 'webview' | 'dashboard' },
): void {
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const uri = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = webviewHtml({
    title,
    cspSource: webview.cspSource,
    scriptUri: uri(`${bundle}.js`),
    styleUri: uri(`${bundle}.css`),
  });
}
