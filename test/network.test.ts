import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FILES } from '#main/config.ts';
import { readNetwork, warnOfEnds } from '#main/network.ts';
import type { Authority } from '#main/vault/index.ts';
import { aClock } from './builders/a-clock.ts';
import { aFolder } from './builders/a-folder.ts';
import { anAuthority } from './builders/a-party.ts';

let authority: Authority;
beforeAll(async () => {
  authority = await anAuthority('Group root');
});

function aPartyFolder(list: string | undefined): string {
  const folder = aFolder();
  writeFileSync(join(folder, FILES.authorities), authority.rootPem);
  if (list !== undefined) writeFileSync(join(folder, FILES.revoked), list);
  return folder;
}

describe('a party’s network', () => {
  test('is the accepted authorities and their list', async () => {
    const list = await authority.crl();
    const network = await readNetwork(aPartyFolder(list), { revocations: 'required' });
    expect(network).toMatchObject({ authorities: authority.rootPem, revoked: list });
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['broken', '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n'],
  ])('is none where the list is %s', async (_, list) => {
    const folder = aPartyFolder(list);
    await expect(readNetwork(folder, { revocations: 'required' })).rejects.toMatchObject({
      code: 'revocations-invalid',
    });
    const without = await readNetwork(folder, { revocations: 'none' });
    expect(without).not.toHaveProperty('revoked');
  });

  test('is none where the list is another authority’s', async () => {
    const folder = aPartyFolder(await (await anAuthority('Other root')).crl());
    await expect(readNetwork(folder, { revocations: 'required' })).rejects.toMatchObject({
      code: 'revocations-invalid',
    });
  });

  test('needs its authorities', async () => {
    const folder = aPartyFolder(await authority.crl());
    rmSync(join(folder, FILES.authorities));
    await expect(readNetwork(folder, { revocations: 'none' })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('what ends soon', () => {
  test('is said once a day, and nothing else is', async () => {
    const clock = aClock(new Date().toISOString());
    const inDays = (days: number): Date => new Date(clock().getTime() + days * 86_400_000);
    const ends = { public: inDays(60), partner: inDays(50) };
    const revoked = await authority.crl(30);
    const said: unknown[] = [];
    const warn = warnOfEnds(
      {
        certificate: (use) =>
          use === 'station' ? undefined : { chain: '', pin: '', notAfter: ends[use], hosts: [], issuer: '' },
      },
      () => ({ authorities: authority.rootPem, revoked }),
      clock,
      (error) => said.push((error as { code: string }).code),
    );
    await warn();
    expect(said).toEqual([]);
    clock.advance({ days: 6 });
    await warn();
    await warn();
    expect(said).toEqual(['partner-certificate-ends']);
    clock.advance({ days: 18 });
    await warn();
    expect(said.slice(1)).toEqual(['public-certificate-ends', 'partner-certificate-ends', 'revocations-end']);
  });
});
