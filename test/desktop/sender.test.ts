import { expect, test } from 'vitest';
import { isTrustedSender, type SentMessage } from '#main/desktop/sender.ts';

const contents = { id: 1 };
const expected = { contents, host: 'desk' } as const;

function aMessage(changed: Partial<SentMessage> = {}): SentMessage {
  return { sender: contents, senderFrame: { url: 'app://desk/index.html', parent: null }, ...changed };
}

test('the main frame of the window, at its own page, is heard', () => {
  expect(isTrustedSender(aMessage(), expected)).toBe(true);
});

test.each<[string, Partial<SentMessage>]>([
  ['another window', { sender: { id: 1 } }],
  ['a frame inside the page', { senderFrame: { url: 'app://desk/index.html', parent: {} } }],
  ['a frame that is gone', { senderFrame: null }],
  ['a page from elsewhere', { senderFrame: { url: 'https://mall.example/', parent: null } }],
  ['the page of the other window', { senderFrame: { url: 'app://unlock/index.html', parent: null } }],
])('%s is not heard', (_who, changed) => {
  expect(isTrustedSender(aMessage(changed), expected)).toBe(false);
});

test('nobody is heard while no window is expected', () => {
  expect(isTrustedSender(aMessage(), undefined)).toBe(false);
});
