import { randomBytes } from 'node:crypto';
import { currentL10n } from '../shared/l10n';

export interface WebviewPage {
  readonly title: string;
  /** `webview.cspSource`: where the webview's own files come from. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/**
 * The hash of nothing: by an empty style element, the toolkit finds out whether the browser knows
 * `:focus-visible`; without it, each click on a button would draw the focus ring.
 */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** A page of the extension; its policy allows our one script and our files, nothing else. */
export function webviewHtml({ title, cspSource, scriptUri, styleUri }: WebviewPage): string {
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} ${emptyStyle}`,
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
  ].join('; ');
  const { language, bundle } = currentL10n();
  // Data, which no policy on scripts concerns: it is not run.
  const translations =
    language === 'en' ? '' : `<script type="application/json" id="l10n">${inert(bundle)}</script>`;
  return `<!DOCTYPE html>
<html lang="${language}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <link rel="stylesheet" href="${styleUri}">
    <title>${title}</title>
  </head>
  <body>
    <div id="app"></div>${translations}
    <script nonce="${nonce}" src="${scriptUri}"></script>
  </body>
</html>`;
}

/** JSON in which nothing can be taken for the end of the element that it is in. */
function inert(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
