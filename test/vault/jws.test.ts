import { createPrivateKey, sign as signRaw } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyThumbprint, peekJws, type Vault, verifyJws } from '#main/vault/index.ts';
import { importSigningKey, signJws } from '#main/vault/jws.ts';
import { fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import type { CardKey } from '#shared/protocol/party-card.ts';
import { expectOk } from '#shared/result.ts';
import { ALWAYS, aVault } from './a-vault.ts';

const TYPE = 'tokumei-event+jws';
const PAYLOAD = JSON.stringify({ source: 'mall.example', text: '見本' });

/** RFC 8037 Appendix A. */
const RFC8037: CardKey = {
  use: 'sign',
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  ...ALWAYS,
};
const RFC8037_D = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';

let vault: Vault;
let key: CardKey;
let jws: string;

beforeAll(async () => {
  ({ vault } = await aVault());
  key = await vault.newSigningKey(ALWAYS);
  jws = await vault.sign(TYPE, PAYLOAD, { aud: 'credit.example' });
});

const expected = () => ({ type: TYPE, keys: [key], code: 'event-invalid' as const });
const refused = (about: string) => ({ ok: false, error: { code: 'event-invalid', about } });

/** A JWS of any header whatsoever, signed with the key of RFC 8037. */
function signFreely(header: Record<string, unknown>, payload = PAYLOAD): string {
  const input = `${toBase64Url(utf8(JSON.stringify(header)))}.${toBase64Url(utf8(payload))}`;
  const privateKey = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: RFC8037.x, d: RFC8037_D },
    format: 'jwk',
  });
  return `${input}.${toBase64Url(signRaw(null, utf8(input), privateKey))}`;
}

describe('known answers (RFC 8037 Appendix A)', () => {
  it('has the thumbprint of A.3', async () => {
    expect(await keyThumbprint(RFC8037)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });

  it('has the signature of A.4', () => {
    const text = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.';
    const signature = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
    expect(signFreely({ alg: 'EdDSA' }, 'Example of Ed25519 signing')).toBe(text + signature);
  });

  it('signs and is verified by an implementation other than the one that signed', async () => {
    const kid = await keyThumbprint(RFC8037);
    const theirs = signFreely({ typ: TYPE, kid, alg: 'EdDSA' });
    const ours = await signJws(await importSigningKey(RFC8037, RFC8037_D), PAYLOAD, { typ: TYPE, kid });
    expect(ours).toBe(theirs);
    expect((await verifyJws(theirs, { ...expected(), keys: [RFC8037] })).ok).toBe(true);
  });
});

describe('a signed message', () => {
  it('is verified with its payload, header and key', async () => {
    const verified = expectOk(await verifyJws(jws, expected()));
    expect(fromUtf8(verified.payload)).toBe(PAYLOAD);
    expect(verified.header).toEqual({ alg: 'EdDSA', typ: TYPE, kid: await keyThumbprint(key), aud: 'credit.example' });
    expect(verified.key).toEqual(key);
  });

  it('is found among several keys, and by alg Ed25519 (RFC 9864) too', async () => {
    const other = await vault.newSigningKey({ ...ALWAYS, nbf: '2021-01-01T00:00:00Z' });
    expect((await verifyJws(jws, { ...expected(), keys: [other, key] })).ok).toBe(true);
    const kid = await keyThumbprint(RFC8037);
    const modern = signFreely({ typ: TYPE, kid, alg: 'Ed25519' });
    expect((await verifyJws(modern, { ...expected(), keys: [other, RFC8037] })).ok).toBe(true);
  });

  it('can be peeked into without believing it', () => {
    const [header, , signature] = jws.split('.');
    const forged = `${header}.${toBase64Url(utf8('{"source":"forged.example"}'))}.${signature}`;
    expect(expectOk(peekJws(forged)).claims).toEqual({ source: 'forged.example' });
  });

  it('can’t have its header parameters overruled by the caller', async () => {
    const signed = await vault.sign(TYPE, '{}', { alg: 'none', typ: 'other', kid: 'x' });
    expect((await verifyJws(signed, expected())).ok).toBe(true);
  });
});

describe('is refused', () => {
  it('with one character changed anywhere', async () => {
    for (let at = 0; at < jws.length; at += 3) {
      const changed = jws.slice(0, at) + (jws[at] === 'A' ? 'B' : 'A') + jws.slice(at + 1);
      expect((await verifyJws(changed, expected())).ok, `at ${at}`).toBe(false);
    }
  });

  it('as another type, from an unknown key, or from a key for sealing', async () => {
    expect(await verifyJws(jws, { ...expected(), type: 'tokumei-card+jws' })).toEqual(refused('type'));
    expect(await verifyJws(jws, { ...expected(), keys: [] })).toEqual(refused('key'));
    expect(await verifyJws(jws, { ...expected(), keys: [RFC8037] })).toEqual(refused('key'));
    expect(await verifyJws(jws, { ...expected(), keys: [{ ...key, use: 'seal' }] })).toEqual(refused('key'));
  });

  it('when another of the right party’s keys is named', async () => {
    const kid = await keyThumbprint(key);
    expect(await verifyJws(signFreely({ typ: TYPE, kid, alg: 'EdDSA' }), expected())).toEqual(refused('signature'));
  });

  it('with any algorithm but Ed25519, or with critical extensions', async () => {
    const kid = await keyThumbprint(RFC8037);
    const keys = [RFC8037];
    for (const alg of ['none', 'HS256', 'ES256', 'RS256', 'Ed448', undefined, ['EdDSA']])
      expect(await verifyJws(signFreely({ typ: TYPE, kid, alg }), { ...expected(), keys })).toEqual(
        refused('algorithm'),
      );
    const critical = signFreely({ typ: TYPE, kid, alg: 'EdDSA', crit: ['b64'], b64: false });
    expect(await verifyJws(critical, { ...expected(), keys })).toEqual(refused('form'));
  });

  it('when it is no JWS compact at all', async () => {
    const [header, payload, signature] = jws.split('.');
    for (const text of [
      '',
      '..',
      'a.b',
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${jws}.x`,
      `${header}.${payload}.${signature}=`,
      `${header} .${payload}.${signature}`,
      `bm90IGpzb24.${payload}.${signature}`,
      `W10.${payload}.${signature}`,
      JSON.stringify({ payload, signatures: [] }),
    ]) {
      expect((await verifyJws(text, expected())).ok, text).toBe(false);
    }
    expect(peekJws('a.b.c')).toEqual(refused('form'));
    expect(peekJws(signFreely({ alg: 'EdDSA' }, '[1]'))).toEqual(refused('form'));
    expect(peekJws(signFreely({ alg: 'EdDSA' }, 'null'), 'card-invalid')).toMatchObject({
      error: { code: 'card-invalid' },
    });
  });

  it('outside its key’s time, when the time is asked for', async () => {
    const kid = await keyThumbprint(RFC8037);
    const keys = [{ ...RFC8037, nbf: '2026-01-01T00:00:00Z', exp: '2026-02-01T00:00:00Z' }];
    const signed = signFreely({ typ: TYPE, kid, alg: 'EdDSA' });
    const at = (time: string) => verifyJws(signed, { ...expected(), keys, at: new Date(time) });
    expect(await at('2025-12-31T23:59:59Z')).toEqual(refused('key'));
    expect((await at('2026-01-01T00:00:00Z')).ok).toBe(true);
    expect(await at('2026-02-01T00:00:00Z')).toEqual(refused('key'));
    expect((await verifyJws(signed, { ...expected(), keys })).ok).toBe(true);
  });
});
