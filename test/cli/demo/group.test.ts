/** A group that was made long ago, and one that somebody runs already. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { describeGroup } from '#main/cli/demo/describe.ts';
import { startDemoStation } from '#main/cli/demo/demo-station.ts';
import { DEMO_PASSPHRASE, type DemoRole, GroupNotStarted, startDemoGroup } from '#main/cli/demo/group.ts';
import { FILES } from '#main/config.ts';
import { readDeskLink } from '#main/desk-link.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { openAuthority, readRevocationList } from '#main/vault/index.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { until } from '../../builders/until.ts';

const SAMPLE = new URL('../../../data/customers.csv', import.meta.url);
const SERVICE = fileURLToPath(new URL('../../../src/main/service.ts', import.meta.url));

// Several groups start here, each of several processes.
vi.setConfig({ testTimeout: 120_000 });

test('a group goes on after its list of withdrawn certificates has run out, and only once at a time', async () => {
  const folder = join(aFolder(), 'group');
  await (await startDemoGroup(folder)).stop();
  const authority = expectOk(await openAuthority(join(folder, 'ca'), DEMO_PASSPHRASE));
  const list = join(folder, 'mall', FILES.revoked);
  for (const role of ['mall', 'credit', 'carrier'])
    writeFileSync(join(folder, role, FILES.revoked), await authority.crl(-1));

  const group = await startDemoGroup(folder);
  atEnd(() => group.stop());
  const fresh = expectOk(await readRevocationList(readFileSync(list, 'utf8'), group.rootPem));
  expect(fresh.nextUpdate.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  // Another port than before: the partners tell each other, over the partner doors.
  await until('the post', async () => {
    const waiting = Object.values(group.parties).map(
      async ({ desk }) => (await desk.ask('post.waiting', { limit: 100 })).rows,
    );
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
  expect((await group.parties.mall.desk.ask('office.sign', {})).id).toBe('mall.localhost');
});

test('a computer can be paired as a bench of the mall, and the help says where', async () => {
  const group = await startDemoGroup(join(aFolder(), 'group'), { ports: 'free' });
  atEnd(() => group.stop());
  const station = await startDemoStation(group, { role: 'mall', kind: 'bench', passphrase: DEMO_PASSPHRASE });
  atEnd(() => station.stop());
  await expect.poll(() => station.desk.ask('station.standing', {})).toMatchObject({ online: true });
  const { stations } = await group.parties.mall.desk.ask('stations.list', {});
  expect(stations).toMatchObject([{ id: station.id, kind: 'bench', connected: true }]);
  const { port } = group.parties.carrier.config.stations!.listen;
  expect(describeGroup(group, 'http://127.0.0.1:1/#token=x')).toMatch(
    new RegExp(`^ {2}a station .*--service 127\\.0\\.0\\.1:${port} `, 'm'),
  );
});

test('mall knows both others, who don’t know each other', async () => {
  const group = await startDemoGroup(join(aFolder(), 'group'), { customers: await customersCsv('new@mail.example') });
  atEnd(() => group.stop());
  const partnersOf = async (role: DemoRole): Promise<string[]> => {
    const partners = await group.parties[role]!.desk.ask('partners.list', {});
    return partners.map(({ id, state }) => `${id} ${state}`).sort();
  };
  expect(await partnersOf('mall')).toEqual(['carrier.localhost approved', 'credit.localhost approved']);
  expect(await partnersOf('credit')).toEqual(['mall.localhost approved']);
  expect(await partnersOf('carrier')).toEqual(['mall.localhost approved']);
  const { rows: customers } = await group.parties.credit.desk.ask('customers.list', { limit: 100 });
  expect(customers.map(({ email }) => email)).toEqual(['new@mail.example']);
});

test('customers that can’t be taken in are named by line and field, and nothing runs on', async () => {
  const folder = join(aFolder(), 'group');
  const started = startDemoGroup(folder, { customers: await customersCsv('no address') });
  await expect(started).rejects.toThrow(/line 2: field-invalid \(email\)$/);
  expectOk(lockFolder(join(folder, 'credit'))).release();
});

/** The first sample customer, with another mail address. */
async function customersCsv(email: string): Promise<string> {
  const [columns, first] = (await readFile(SAMPLE, 'utf8')).split('\n');
  return [columns, first!.replace('hanako@mail.example', email)].join('\n');
}

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
