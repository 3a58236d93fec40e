/** A group that was made long ago, and one that somebody runs already. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { DEMO_PASSPHRASE, GroupNotStarted, startDemoGroup } from '#main/cli/demo/group.ts';
import { FILES } from '#main/config.ts';
import { readDeskLink } from '#main/desk-link.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { openAuthority, readRevocationList } from '#main/vault/index.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { until } from '../../builders/until.ts';

const SERVICE = fileURLToPath(new URL('../../../src/main/service.ts', import.meta.url));

test('a group goes on after its list of withdrawn certificates has run out, and only once at a time', async () => {
  const folder = join(aFolder(), 'group');
  await (await startDemoGroup(folder)).stop();
  const authority = expectOk(await openAuthority(join(folder, 'ca'), DEMO_PASSPHRASE));
  const list = join(folder, 'mall', FILES.revoked);
  for (const role of ['mall', 'carrier']) writeFileSync(join(folder, role, FILES.revoked), await authority.crl(-1));

  const group = await startDemoGroup(folder);
  atEnd(() => group.stop());
  const fresh = expectOk(await readRevocationList(readFileSync(list, 'utf8'), group.rootPem));
  expect(fresh.nextUpdate.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  // Another port than before: the partners tell each other, over the partner doors.
  await until('the post', async () => {
    const waiting = [group.parties.mall, group.parties.carrier].map(({ desk }) => desk.ask('post.waiting', {}));
    return (await Promise.all(waiting)).flat().length === 0;
  });

  const config = readFileSync(join(folder, 'mall', FILES.config), 'utf8');
  const link = readDeskLink(join(folder, 'mall'));
  await expect(startDemoGroup(folder)).rejects.toThrow(GroupNotStarted);
  expect(readFileSync(join(folder, 'mall', FILES.config), 'utf8')).toBe(config);

  const second = spawnSync(process.execPath, [SERVICE, '--dir', join(folder, 'mall')], {
    env: { ...process.env, TOKUMEI_PASSPHRASE: DEMO_PASSPHRASE },
    encoding: 'utf8',
  });
  expect([second.status, second.stderr]).toEqual([1, 'already-running\n']);
  expect(readDeskLink(join(folder, 'mall'))).toBe(link);
  expect((await group.parties.mall.desk.ask('office.enter', { clerk: 'demo' })).id).toBe('mall.localhost');
});

test('a group one of whose parties runs alone is left as it is', async () => {
  const folder = aFolder();
  for (const name of ['ca', 'mall', 'carrier']) mkdirSync(join(folder, name));
  const lock = expectOk(lockFolder(join(folder, 'carrier')));
  await expect(startDemoGroup(folder)).rejects.toThrow(/the carrier in .* is running already/);
  lock.release();
  // And the group's own lock was given back.
  expectOk(lockFolder(folder)).release();
});

test('a folder with something else in it is left as it is', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'letter.txt'), '');
  await expect(startDemoGroup(folder)).rejects.toThrow(/holds no demo group/);
});
