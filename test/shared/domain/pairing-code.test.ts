import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawPairingSecret, formatPairingCode, makePairingCode, readPairingCode } from '#shared/domain/pairing-code.ts';
import { expectOk } from '#shared/result.ts';

const anyParts = fc.record({ secret: fc.stringMatching(/^\d{12}$/), authority: fc.stringMatching(/^\d{25}$/) });

test('a code is 38 digits, and reads back as typed, in groups and in full-width digits', () => {
  fc.assert(
    fc.property(anyParts, (parts) => {
      const code = makePairingCode(parts);
      expect(code).toMatch(/^\d{38}$/);
      const wide = code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
      for (const typed of [code, formatPairingCode(code), wide])
        expect(expectOk(readPairingCode(typed))).toEqual(parts);
    }),
  );
});

test('one wrong digit is found', () => {
  fc.assert(
    fc.property(anyParts, fc.nat(37), fc.integer({ min: 1, max: 9 }), (parts, at, by) => {
      const code = makePairingCode(parts);
      const wrong = `${code.slice(0, at)}${(Number(code[at]) + by) % 10}${code.slice(at + 1)}`;
      expect(readPairingCode(wrong)).toEqual({ ok: false, error: { code: 'pairing-code-invalid' } });
    }),
  );
});

test('the secret is as many digits as are drawn', () => {
  let next = 0;
  expect(drawPairingSecret(() => next++ % 10)).toBe('012345678901');
});
