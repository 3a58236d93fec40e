/** The passphrase from the environment, or typed at the terminal and not shown. */
import type { ReadStream } from 'node:tty';

const END_OF_LINE = new Set(['\r', '\n']);
const CANCEL = new Set(['\u0003', '\u0004']);
const RUB_OUT = new Set(['\b', '\u007f']);

export interface Terminal {
  readonly input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;
  readonly output: { write(text: string): unknown };
}

/** Undefined when nobody can be asked (no terminal), nothing was typed, or the person gave up (Ctrl-C, Ctrl-D). */
export async function askPassphrase(
  prompt = 'Passphrase: ',
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
  variable = 'TOKUMEI_PASSPHRASE',
): Promise<string | undefined> {
  if (process.env[variable]) return process.env[variable];
  if (!input.isTTY) return undefined;
  output.write(prompt);
  input.setRawMode(true);
  input.resume();
  const typed = await readHidden(input);
  input.setRawMode(false);
  input.pause();
  output.write('\n');
  return typed;
}

function readHidden(input: Terminal['input']): Promise<string | undefined> {
  return new Promise((resolve) => {
    let typed: string[] = [];
    input.on('data', take);

    // A paste arrives whole, a key alone; what follows the end of the line is dropped.
    function take(chunk: Buffer): void {
      for (const character of chunk.toString('utf8')) {
        if (END_OF_LINE.has(character)) return finish(typed.join('') || undefined);
        if (CANCEL.has(character)) return finish(undefined);
        typed = RUB_OUT.has(character) ? typed.slice(0, -1) : [...typed, character];
      }
    }

    function finish(passphrase: string | undefined): void {
      input.off('data', take);
      resolve(passphrase);
    }
  });
}
