/** Asks for the passphrase until the service opens with it. */
import { ipcMain, type BrowserWindow } from 'electron';
import type { ErrorCode } from '#shared/errors.ts';
import type { Result } from '#shared/result.ts';
import { CHANNELS } from './channels.ts';
import { isTrustedSender } from './sender.ts';
import type { UnlockFacts } from './unlock/contract.ts';

/**
 * Resolves with the first that opens, or with undefined when the window is closed. The caller closes the window, after
 * it has opened the next: an app without windows ends.
 */
export function askForPassphrase<Opened>(
  window: BrowserWindow,
  facts: UnlockFacts,
  open: (passphrase: string) => Promise<Result<Opened>>,
): Promise<Opened | undefined> {
  const expected = { contents: window.webContents, host: 'unlock' } as const;
  return new Promise((resolve) => {
    let busy = false;
    ipcMain.handle(CHANNELS.unlockFacts, (event) => (isTrustedSender(event, expected) ? facts : undefined));
    ipcMain.handle(CHANNELS.unlockOpen, async (event, passphrase: unknown): Promise<ErrorCode | null> => {
      if (!isTrustedSender(event, expected) || typeof passphrase !== 'string' || busy) return 'wrong-passphrase';
      busy = true;
      const opened = await open(passphrase);
      busy = false;
      if (!opened.ok) return opened.error.code;
      finish(opened.value);
      return null;
    });
    window.once('closed', () => finish(undefined));

    function finish(opened: Opened | undefined): void {
      ipcMain.removeHandler(CHANNELS.unlockFacts);
      ipcMain.removeHandler(CHANNELS.unlockOpen);
      resolve(opened);
    }
  });
}
