/** Where the shell's windows may go: to the pages that came with it and nowhere else. */

/** `desk`: the staff screens; `unlock`: the passphrase window. Each is an origin of its own. */
export type PageHost = 'desk' | 'unlock';

export const SCHEME = 'app';

/** `page`: another than a host's first. */
export function pageUrl(host: PageHost, page = 'index.html'): string {
  return `${SCHEME}://${host}/${page}`;
}

/** Whether a URL belongs to the origin of these pages; text that is no URL belongs nowhere. */
export function isOwnUrl(url: string, host: PageHost): boolean {
  const parsed = URL.parse(url);
  // `origin` is "null" for schemes that the URL standard does not list, so the parts are compared.
  return (
    parsed !== null &&
    parsed.protocol === `${SCHEME}:` &&
    parsed.host === host &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** A label's PDF, made by the desk itself and held in its memory: shown in a frame to print, or in a window to look at. */
export function isOwnBlob(url: string): boolean {
  return url.startsWith(`blob:${SCHEME}://desk/`);
}

/** Chromium's own viewer lays itself as a frame over the PDF; its id is a constant of Chromium. */
const PDF_VIEWER = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

/** A navigation that a page asks for. `current` is empty in a window that has just been opened. */
export interface Navigation {
  readonly url: string;
  readonly current: string;
  readonly isMainFrame: boolean;
}

/** A page may be loaded again, and a PDF shown where nothing else was; a window never leaves its page. */
export function mayNavigate({ url, current, isMainFrame }: Navigation): boolean {
  if (!isMainFrame && url.startsWith(PDF_VIEWER)) return true;
  if (!isMainFrame || current === '') return isOwnBlob(url);
  // From the first run's page to the desk; a window's own page may be loaded again.
  return (['desk', 'unlock'] as const).some((host) => isOwnUrl(url, host) && isOwnUrl(current, host));
}

const POLICIES: Record<PageHost, Record<string, string>> = {
  desk: {
    'default-src': "'none'",
    // The camera's decoder is WebAssembly, in a worker of the desk's own.
    'script-src': "'self' 'wasm-unsafe-eval'",
    'worker-src': "'self'",
    'connect-src': "'self'",
    'style-src': "'self'",
    'font-src': "'self'",
    // Previews of labels come as base64.
    'img-src': "'self' data: blob:",
    'frame-src': 'blob:',
  },
  unlock: { 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'" },
};

/** The Content-Security-Policy of a host's pages; nothing in it names a network. */
export function contentSecurityPolicy(host: PageHost): string {
  const policy = { ...POLICIES[host], 'form-action': "'none'", 'base-uri': "'none'", 'frame-ancestors': "'none'" };
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** Granted to the desk alone, and nothing but ways of scanning: the camera, a serial scanner, what was copied. */
export function isGranted(permission: string, url: string, media: readonly string[]): boolean {
  if (!isOwnUrl(url, 'desk')) return false;
  if (permission === 'media') return media.length > 0 && media.every((type) => type === 'video');
  return permission === 'serial' || permission === 'clipboard-read';
}
