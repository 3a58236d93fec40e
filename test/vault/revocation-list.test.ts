import { describe, expect, it } from 'vitest';
import { readRevocationList } from '#main/vault/index.ts';
import { expectOk, fail } from '#shared/result.ts';
import { anAuthority } from './a-vault.ts';

const invalid = (about: string) => fail('revocations-invalid', about);

describe('a revocation list', () => {
  it('of an accepted authority is read, with its end', async () => {
    const { authority } = await anAuthority();
    const other = await anAuthority('Other root');
    const pem = await authority.crl(30);
    const list = expectOk(await readRevocationList(pem, other.authority.rootPem + authority.rootPem));
    expect(list.pem).toBe(pem);
    expect((list.nextUpdate.getTime() - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
  });

  it('of another authority is refused, also one of the same name', async () => {
    const { authority } = await anAuthority();
    for (const name of ['Other root', 'Example group root']) {
      const other = await anAuthority(name);
      expect(await readRevocationList(await other.authority.crl(), authority.rootPem)).toEqual(invalid('signature'));
    }
  });

  it('that is empty, damaged, cut off, doubled or no list at all is refused', async () => {
    const { authority } = await anAuthority();
    const pem = await authority.crl();
    const lines = pem.split('\n');
    const damaged = [lines[0], 'AAAA', ...lines.slice(2)].join('\n');
    for (const text of ['', '\n', 'no list', pem.slice(0, 100), damaged, pem + pem, authority.rootPem]) {
      expect(await readRevocationList(text, authority.rootPem)).toEqual(invalid('form'));
    }
  });

  it('whose signature does not hold is refused', async () => {
    const { authority } = await anAuthority();
    const der = Buffer.from((await authority.crl()).replaceAll(/-----.*-----|\s/g, ''), 'base64');
    der[der.length - 1]! ^= 1;
    const forged = `-----BEGIN X509 CRL-----\n${der.toString('base64')}\n-----END X509 CRL-----\n`;
    expect(await readRevocationList(forged, authority.rootPem)).toEqual(invalid('signature'));
  });
});
