/** Closes what Chromium leaves open: no navigation, no windows but a PDF's, no network, no permission but those of scanning. */
import { app, type Session, type WebContents, type WindowOpenHandlerResponse } from 'electron';
import { isGranted, isOwnBlob, mayNavigate } from './navigation.ts';

const NETWORK = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*'];

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(isGranted(permission, details.requestingUrl, media));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isGranted(permission, origin, details.mediaType === undefined ? [] : [details.mediaType]),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest({ urls: NETWORK }, (_details, answer) => answer({ cancel: true }));
  session.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL()) && !item.getURL().startsWith('data:')) event.preventDefault();
  });
}

/** Holds for every web contents that ever comes to be, also one that nobody here opened. */
export function guardContents(isElsewhere: (contents: WebContents) => boolean = () => false): void {
  app.on('web-contents-created', (_created, contents) => {
    // A demo group's windows have a session and a fence of their own.
    if (isElsewhere(contents)) return;
    contents.setWindowOpenHandler(({ url }) => (isOwnBlob(url) ? PDF_WINDOW : { action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      const { url, isMainFrame } = event;
      if (!mayNavigate({ url, isMainFrame, current: contents.getURL() })) event.preventDefault();
    });
  });
}

/** No preload: what is shown there can ask nothing. */
const PDF_WINDOW: WindowOpenHandlerResponse = {
  action: 'allow',
  overrideBrowserWindowOptions: {
    title: 'Tokumei',
    width: 720,
    height: 900,
    webPreferences: { preload: '', sandbox: true, contextIsolation: true, nodeIntegration: false, plugins: true },
  },
};
