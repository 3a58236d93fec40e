/**
 * The demo group's one window in the desktop app: a session of its own, in memory, without a preload; it reaches the
 * group's doors alone. The group's certificates are its own authority's, so they are taken for its hosts, and for these only.
 */
import { BrowserWindow, session, type Session, type WebContents, type WebPreferences } from 'electron';
import type { DemoShown } from '#shared/desk/bridge.ts';
import { demoOrigins, isDemoHost, mayReach } from './demo-access.ts';

/** Not kept on the disk. */
const PARTITION = 'demo';
const TRUSTED = 0;
const USUAL = -3;

export function isDemoContents(contents: WebContents): boolean {
  return contents.session === session.fromPartition(PARTITION);
}

export function openDemoWindow(shown: DemoShown): BrowserWindow {
  const origins = demoOrigins(shown);
  const own = session.fromPartition(PARTITION);
  guardDemo(own, origins);
  const window = new BrowserWindow({ width: 1440, height: 900, title: 'Tokumei', webPreferences: preferences(own) });
  window.webContents.setWindowOpenHandler(({ url }) =>
    mayReach(url, origins) || url === 'about:blank'
      ? { action: 'allow', overrideBrowserWindowOptions: { webPreferences: preferences(own) } }
      : { action: 'deny' },
  );
  void window.loadURL(shown.link);
  return window;
}

const preferences = (own: Session): WebPreferences => ({
  session: own,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  spellcheck: false,
});

function guardDemo(own: Session, origins: ReadonlySet<string>): void {
  own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayReach(details.url, origins) }));
  own.setCertificateVerifyProc(({ hostname }, answer) => answer(isDemoHost(hostname, origins) ? TRUSTED : USUAL));
  own.setPermissionRequestHandler((_contents, permission, answer) => answer(permission.startsWith('clipboard')));
  own.setPermissionCheckHandler((_contents, permission) => permission.startsWith('clipboard'));
}
