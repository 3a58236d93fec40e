import { expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { drawPaperKey, openPaperKey, recoveryKeyId } from '#main/vault/index.ts';
import { paperKeyText, readPaperKeyText } from '#main/vault/paper-key.ts';

test('a key on paper is 14 groups of 4, without letters that look like digits', () => {
  for (let round = 0; round < 20; round++) {
    expect(drawPaperKey().text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){13}[0-9A-HJKMNP-TV-Z]{4}$/);
  }
});

test('it opens as it is typed: small letters, dashes, wide letters, O for 0', async () => {
  const { text, publicKey } = drawPaperKey();
  const id = recoveryKeyId(new Uint8Array(Buffer.from(publicKey, 'base64url')));
  const typed = [
    text,
    text.toLowerCase().replaceAll(' ', '-'),
    text.replaceAll('0', 'O').replaceAll('1', 'l'),
    [...text].map((one) => (one === ' ' ? '\u3000' : String.fromCodePoint(one.codePointAt(0)! + 0xfee0))).join(''),
  ];
  for (const one of typed) expect(expectOk(await openPaperKey(one)).id).toBe(id);
});

test('a slip of the finger is found', () => {
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
  const text = paperKeyText(secret);
  expect(readPaperKeyText(text)).toEqual({ ok: true, value: secret });
  const wrong = { ok: false, error: { code: 'field-invalid', about: 'recovery-key' } };
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ' ') continue;
    const slipped = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1);
    expect(readPaperKeyText(slipped)).toEqual(wrong);
  }
  for (const bad of ['', text.slice(1), `${text}0`, text.replace(text[0]!, 'U')]) {
    expect(readPaperKeyText(bad)).toEqual(wrong);
  }
});
