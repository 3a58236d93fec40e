/** Who may speak to the shell: the main frame of the very window that was opened for it, still at its own page. */
import { isOwnUrl, type PageHost } from './navigation.ts';

/** What is read of Electron's frame. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** `senderFrame` is null when the frame went elsewhere or was destroyed since it sent. */
export interface SentMessage {
  readonly sender: unknown;
  readonly senderFrame: SenderFrame | null;
}

/** The window a message must come from: its web contents and the host it shows. */
export interface ExpectedSender {
  readonly contents: unknown;
  readonly host: PageHost;
}

export function isTrustedSender(message: SentMessage, expected: ExpectedSender | undefined): boolean {
  const frame = message.senderFrame;
  return (
    expected !== undefined &&
    message.sender === expected.contents &&
    frame !== null &&
    frame.parent === null &&
    isOwnUrl(frame.url, expected.host)
  );
}
