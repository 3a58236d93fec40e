/** A TCP connection to a ZPL printer on which questions are answered in order, or the line is given up. */
import { connect } from 'node:net';
import { fail, ok, type Result } from '#shared/result.ts';
import { findAnswer, type HostStatus } from './host-status.ts';

/** What a printer said when asked; `status` is absent where it only told its errors. */
export interface HostSaid {
  readonly status?: HostStatus;
  /** Bits of `~HQES`; 0 where the printer does not know it. */
  readonly errors: number;
}

export interface ZplLine {
  send(bytes: Uint8Array | string): void;
  /**
   * Asks how the printer stands. An answer proves that all that was sent before has arrived. `undefined`: no answer in
   * time, or cut off; an answer that came later could be taken for that of a later question, so the line is closed.
   */
  ask(): Promise<HostSaid | undefined>;
  close(): void;
}

/** Whether the printer answers `~HQES`; learnt at the first question and kept from line to line. */
export interface ZplDialect {
  tellsErrors?: boolean;
}

export interface LineOptions {
  readonly host: string;
  readonly port: number;
  /** To connect, and to answer, ms. */
  readonly answerMs: number;
  readonly dialect: ZplDialect;
}

/** More than any answer; what else a printer sends back is not ours. */
const MOST_TEXT = 64 * 1024;

const withoutFrames = (data: Buffer): string =>
  Buffer.from(data.filter((byte) => byte !== 2 && byte !== 3)).toString('latin1');

export function openZplLine({ host, port, answerMs, dialect }: LineOptions): Promise<Result<ZplLine>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    const late = setTimeout(() => socket.destroy(new Error('no connection in time')), answerMs);
    let cut = false;
    let text = '';
    let hear: (() => void) | undefined;
    socket.on('data', (data) => {
      text = (text + withoutFrames(data)).slice(-MOST_TEXT);
      hear?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      cut = true;
      hear?.();
      resolve(fail('printer-offline'));
    });

    async function ask(): Promise<HostSaid | undefined> {
      if (cut) return undefined;
      const { tellsErrors } = dialect;
      socket.write(tellsErrors === false ? '~HS\r\n' : '~HS~HQES\r\n');
      let status: HostStatus | undefined;
      let errors: number | undefined;
      // `~HQES` is answered in every state, after `~HS`: it tells that nothing more will come to this question.
      const isAnswered = (): boolean => (tellsErrors === false ? status !== undefined : errors !== undefined);
      const end = performance.now() + answerMs;
      while (!isAnswered()) {
        const answer = findAnswer(text);
        if (answer !== undefined) {
          text = text.slice(answer.end);
          if (answer.type === 'status') status = answer.status;
          else errors = answer.errors;
          continue;
        }
        const left = end - performance.now();
        if (cut || left <= 0) break;
        await new Promise<void>((heard) => {
          const timer = setTimeout(heard, left);
          hear = () => {
            clearTimeout(timer);
            heard();
          };
        });
        hear = undefined;
      }
      if (tellsErrors === undefined && !cut && (status !== undefined || errors !== undefined)) {
        dialect.tellsErrors = errors !== undefined;
      } else if (!isAnswered()) {
        socket.destroy();
        return undefined;
      }
      return { errors: errors ?? 0, ...(status !== undefined && { status }) };
    }

    socket.on('connect', () => {
      clearTimeout(late);
      resolve(
        ok({
          send: (bytes) => void (cut || socket.write(bytes)),
          ask,
          close: () => {
            cut = true;
            hear?.();
            socket.end();
            // A printer that does not hang up in turn keeps nothing open here.
            setTimeout(() => socket.destroy(), 1000).unref();
          },
        }),
      );
    });
  });
}
