import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askPassphrase, type Terminal } from '#main/cli/ask-passphrase.ts';

beforeEach(() => void vi.stubEnv('TOKUMEI_PASSPHRASE', ''));
afterEach(() => void vi.unstubAllEnvs());

/** A terminal at which these chunks are typed once it stops showing what is typed. */
function aTerminal(chunks: string[], isTTY = true) {
  const keys = new EventEmitter();
  const raw: boolean[] = [];
  let shown = '';
  const input = Object.assign(keys, {
    isTTY,
    setRawMode(mode: boolean) {
      raw.push(mode);
      return input;
    },
    resume() {
      setImmediate(() => chunks.forEach((chunk) => keys.emit('data', Buffer.from(chunk))));
      return input;
    },
    pause: () => input,
  });
  const terminal = { input, output: { write: (text: string) => (shown += text) } } as unknown as Terminal;
  return { terminal, raw, shown: () => shown, listeners: () => keys.listenerCount('data') };
}

test('what is typed is taken and never shown', async () => {
  const { terminal, raw, shown, listeners } = aTerminal(['p', 'a', 'x', '\u007f', 'ss', '見\r', 'rest']);
  expect(await askPassphrase('Passphrase: ', terminal)).toBe('pass見');
  expect(shown()).toBe('Passphrase: \n');
  expect(raw).toEqual([true, false]);
  expect(listeners()).toBe(0);
});

test.each([['\u0003'], ['\u0004'], ['\r']])('%j is no passphrase', async (key) => {
  expect(await askPassphrase('', aTerminal([key]).terminal)).toBeUndefined();
});

test('without a terminal nobody is asked', async () => {
  const { terminal, shown } = aTerminal(['pass\r'], false);
  expect(await askPassphrase('Passphrase: ', terminal)).toBeUndefined();
  expect(shown()).toBe('');
});

test('the environment spares the question', async () => {
  vi.stubEnv('TOKUMEI_PASSPHRASE', 'given');
  const { terminal, shown } = aTerminal([]);
  expect(await askPassphrase('Passphrase: ', terminal)).toBe('given');
  expect(shown()).toBe('');
});
