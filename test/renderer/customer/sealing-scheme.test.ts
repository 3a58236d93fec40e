import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyCentre, pairwiseCipher } from '#main/vault/index.ts';
import { fromUtf8, utf8 } from '#shared/bytes.ts';
import { blomScheme } from '#shared/protocol/pairwise.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../../builders/a-party.ts';
import { chromiumPath } from '../../chromium.ts';
import { type BrowserModule, openModule } from './browser-module.ts';

const MALL = 'mall.example';
const PART = { kind: 'order', recipient: MALL, issuer: MALL, number: '10482771930563' } as const;

/** What the module gives a page. */
interface Scheme {
  seal(binding: object, plaintext: Uint8Array): Promise<{ value: Uint8Array }>;
  open(
    envelope: Uint8Array,
    binding: object,
  ): Promise<{ ok: true; value: Uint8Array } | { ok: false; error: { code: string } }>;
}
interface Global {
  readonly module: { customerScheme(file: object, party: string): Promise<{ value: { scheme: Scheme } }> };
}

describe.skipIf(chromiumPath === undefined)('a customer’s keys in a real browser', () => {
  let browser: BrowserModule;
  beforeAll(async () => {
    browser = (await openModule('seal/sealing-scheme.ts'))!;
  });
  afterAll(() => browser?.close());

  test('seal a part that the vault’s cipher opens, with t = 127, and open the answer', async () => {
    const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
    const mallKey = expectOk(await centre.issue(MALL));
    const file = expectOk(await centre.issueCustomer([MALL, 'carrier.example']));
    const pseudonym = file.keys[0]!;
    const mall = expectOk(await blomScheme(pairwiseCipher, mallKey, pseudonym));

    const sealed = await browser.page.evaluate(
      async ({ file, binding }) => {
        const { customerScheme } = (globalThis as unknown as Global).module;
        const { scheme } = (await customerScheme(file, binding.recipient)).value;
        return [...(await scheme.seal(binding, new TextEncoder().encode('an order part'))).value];
      },
      { file, binding: PART },
    );
    expect(fromUtf8(expectOk(await mall.open(Uint8Array.from(sealed), PART)))).toBe('an order part');

    const answering = { ...PART, recipient: pseudonym.id };
    const answer = expectOk(await mall.seal(answering, utf8('the answer')));
    const open = (envelope: Uint8Array) =>
      browser.page.evaluate(
        async ({ file, party, binding, envelope }) => {
          const { customerScheme } = (globalThis as unknown as Global).module;
          const { scheme } = (await customerScheme(file, party)).value;
          const opened = await scheme.open(Uint8Array.from(envelope), binding);
          return opened.ok ? new TextDecoder().decode(opened.value) : opened.error.code;
        },
        { file, party: MALL, binding: answering, envelope: [...envelope] },
      );
    expect(await open(answer)).toBe('the answer');
    answer[100]! ^= 1;
    expect(await open(answer)).toBe('not-authentic');
  });
});
