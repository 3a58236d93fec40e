/** The shell's windows: sandboxed, isolated, each with its own preload and its own page. */
import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { pageUrl, type PageHost } from './navigation.ts';

const LOOKS = {
  desk: { width: 1280, height: 860, minWidth: 900, minHeight: 600, preload: 'preload.cjs' },
  unlock: { width: 440, height: 340, resizable: false, maximizable: false, preload: 'unlock-preload.cjs' },
} as const;

/** Shown once its page has been drawn, so that no empty window flashes up. */
export function openWindow(host: PageHost, shellCode: string, page?: string): BrowserWindow {
  const { preload, ...size } = LOOKS[host];
  const window = new BrowserWindow({
    ...size,
    useContentSize: true,
    show: false,
    title: 'Tokumei',
    icon: join(shellCode, 'icon.png'),
    webPreferences: {
      preload: join(shellCode, preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // Would fetch dictionaries from a network.
      spellcheck: false,
      // Shows a label's PDF.
      plugins: host === 'desk',
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(pageUrl(host, page));
  return window;
}
