/** Which file of the app answers a page's request. */
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy, isOwnUrl, type PageHost } from './navigation.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
};

export type PageFolders = Readonly<Record<PageHost, string>>;

export interface PageFile {
  readonly host: PageHost;
  readonly path: string;
}

/** The file inside its host's folder, or undefined: a foreign host, a way out of the folder, a type that is not served. */
export function findPageFile(url: string, folders: PageFolders): PageFile | undefined {
  const host = (Object.keys(folders) as PageHost[]).find((name) => isOwnUrl(url, name));
  if (host === undefined) return undefined;
  const path = decodePath(new URL(url).pathname);
  if (path === undefined || /[\0\\:]/.test(path)) return undefined;
  // An address without a file name is a place within the screens.
  const file = join(folders[host], extname(path) === '' ? 'index.html' : path);
  if (!file.startsWith(folders[host] + sep) || CONTENT_TYPES[extname(file)] === undefined) return undefined;
  return { host, path: file };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

export function pageHeaders(file: PageFile): Record<string, string> {
  return {
    'content-type': CONTENT_TYPES[extname(file.path)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy(file.host),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(self), hid=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  };
}
