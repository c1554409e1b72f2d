import { expect, test } from 'vitest';
import { webviewHtml } from '../../../src/extension/webviewHtml';

const page = {
  title: 'Metrics',
  cspSource: 'https://*.vscode-cdn.net',
  scriptUri: 'https://file.vscode-cdn.net/dist/webview.js',
  styleUri: 'https://file.vscode-cdn.net/dist/webview.css',
};

function policyOf(html: string): string[] {
  return (/Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '').split('; ');
}

test('the page allows its one script, its own files, an empty style and nothing else', () => {
  const html = webviewHtml(page);
  const nonce = /script nonce="([^"]+)"/.exec(html)?.[1] ?? '';
  expect(policyOf(html)).toEqual([
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src https://*.vscode-cdn.net 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    'img-src https://*.vscode-cdn.net data:',
    'font-src https://*.vscode-cdn.net',
  ]);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toMatch(/style=|<style|\bon\w+=/);
});

test('the nonce has 128 bits and is new for every page', () => {
  const nonces = Array.from({ length: 50 }, () => {
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(webviewHtml(page)) ?? [];
    return nonce;
  });
  expect(new Set(nonces).size).toBe(50);
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64url')).toHaveLength(16);
});
