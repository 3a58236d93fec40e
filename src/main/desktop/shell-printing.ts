/**
 * Prints pages that the service drew, each in a hidden window of a session of its own that keeps nothing and reaches
 * nothing. The shell sees a picture, never a number or a name.
 */
import { BrowserWindow, session, type WebContents, type WebContentsPrintOptions } from 'electron';
import type { ShellPage } from '#shared/desk/bridge.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { refusalOf, type ShellPrinting } from './answer-print.ts';
import { guardSession } from './guard.ts';
import { paperPage } from './paper-page.ts';

/** Not `persist:`: in memory alone. */
const PARTITION = 'print';
const PATIENCE_MS = 60_000;

/** @param desk any window of the app: it knows the computer's printers */
export function openShellPrinting(desk: () => WebContents): ShellPrinting {
  guardSession(session.fromPartition(PARTITION));
  // One page after the other: they come out in order.
  let last: Promise<unknown> = Promise.resolve();

  return {
    list: async () =>
      (await desk().getPrintersAsync()).map(({ name, displayName }) => ({
        kind: 'shell',
        name,
        label: displayName || name,
        isDefault: false,
      })),
    print: (device, page) => {
      const printed = last.then(() => printPage(device, page));
      last = printed.catch(() => undefined);
      return printed;
    },
  };
}

async function printPage(device: string, page: ShellPage): Promise<ErrorCode | undefined> {
  const window = new BrowserWindow({
    show: false,
    width: 800,
    height: 1100,
    webPreferences: {
      partition: PARTITION,
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  try {
    // Loaded once the picture is, too.
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(paperPage(page)).toString('base64')}`);
    return await spool(window.webContents, device, page);
  } finally {
    window.destroy();
  }
}

function spool(contents: WebContents, device: string, page: ShellPage): Promise<ErrorCode | undefined> {
  const options: WebContentsPrintOptions = {
    silent: true,
    deviceName: device,
    printBackground: true,
    color: false,
    copies: 1,
    margins: { marginType: 'none' },
    pageSize: { width: page.width, height: page.height },
    dpi: { horizontal: page.dpi, vertical: page.dpi },
  };
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve('printer-timeout'), PATIENCE_MS);
    contents.print(options, (taken, reason) => {
      clearTimeout(late);
      resolve(taken ? undefined : refusalOf(reason));
    });
  });
}
