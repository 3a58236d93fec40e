/** A station as a process of its own, beside its service's: killed and started again, cut off, revoked. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Step } from '#shared/desk/carrier.ts';
import { expectOk, fail } from '#shared/result.ts';
import type { DeskClient } from '#main/cli/demo/desk-client.ts';
import { makeStation } from '#main/cli/station.ts';
import { openVault } from '#main/vault/index.ts';
import { aFolder } from './builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from './builders/a-party.ts';
import { aStationProcess } from './builders/a-station-process.ts';
import { ADDRESSEE } from './builders/an-order.ts';
import { until } from './builders/until.ts';

test('a station works on without its service, survives being killed, syncs once and in order, and ends when it is revoked', async () => {
  const all = await aStationProcess({ parcels: 3 });
  const { service, station, id } = all;
  const [one, two, three] = all.parcels.map(({ labelText, number }) => ({ labelText, number })) as [
    { labelText: string; number: string },
    { labelText: string; number: string },
    { labelText: string; number: string },
  ];
  let desk = await station.start();
  expect(await desk.ask('office.sign', {})).toMatchObject({
    role: 'carrier',
    first: false,
    station: { id, name: '車両 7', kind: 'van' },
  });
  const standing = (): ReturnType<DeskClient['ask']> => desk.ask('station.standing', {});
  const stands = (wanted: object): Promise<unknown> =>
    until(`it stands ${JSON.stringify(wanted)}`, async () => {
      const now = (await standing()) as unknown as Record<string, unknown>;
      return Object.entries(wanted).every(([name, value]) => now[name] === value);
    });
  const scan = (parcel: { labelText: string }, step: Step) =>
    desk.call('station.scan', { scan: parcel.labelText, step });
  await until('the first copy', async () => (await desk.ask('station.standing', {})).leaseEnds !== undefined);

  // With the service.
  expect(expectOk(await scan(one, 'accept'))).toMatchObject({ state: 'accepted', openedFrom: 'label' });
  expect(await all.stepsBy('佐藤')).toMatchObject([[one.number, 'accepted', expect.any(String), 0]]);

  // Without it: labels open, steps wait.
  await service.kill();
  await stands({ online: false });
  const began = Date.now();
  expect(expectOk(await scan(two, 'look'))).toMatchObject({ addressee: ADDRESSEE, openedFrom: 'label' });
  expect(expectOk(await scan(two, 'accept')).state).toBe('accepted');
  expect(expectOk(await scan(three, 'accept')).state).toBe('accepted');
  expect(expectOk(await scan(one, 'arrive')).state).toBe('at-depot');
  expect(await desk.call('station.scan', { scan: three.number, step: 'look' })).toMatchObject(fail('station-offline'));
  await stands({ waiting: 4 });
  const ended = Date.now();

  // Killed in the midst of it.
  await station.kill();
  desk = await station.start();
  const waiting = await desk.ask('station.waiting', {});
  expect(waiting.map(({ number, step }) => [number, step])).toEqual([
    [two.number, 'look'],
    [two.number, 'accept'],
    [three.number, 'accept'],
    [one.number, 'arrive'],
  ]);
  expect(await scan(three, 'accept')).toMatchObject(fail('label-duplicate'));
  await stands({ online: false, waiting: 4, refused: 0 });

  // Back again: by itself, once, in order, with the times of the scans.
  const office = await service.start();
  await stands({ online: true, waiting: 0, refused: 0 });
  const steps = (await all.stepsBy('佐藤')).slice(1);
  expect(steps.map(([number, state, , late]) => [number, state, late])).toEqual([
    [two.number, 'accepted', 0],
    [three.number, 'accepted', 0],
    [one.number, 'at-depot', 0],
  ]);
  expect(steps.map(([, , at]) => at)).toEqual(waiting.slice(1).map(({ at }) => at));
  for (const [, , at] of steps) {
    expect(Date.parse(at)).toBeGreaterThanOrEqual(began);
    expect(Date.parse(at)).toBeLessThanOrEqual(ended);
  }

  // Revoked: nothing is left but the word of it.
  const held = expectOk(await openVault(station.folder, PASSPHRASE)).publicKeys();
  expect(held.length).toBeGreaterThan(0);
  await office.ask('stations.revoke', { id });
  await stands({ revoked: true });
  await until('all is gone', () => !readdirSync(station.folder).some((name) => name.startsWith('station.db')));
  expect(await scan(two, 'look')).toEqual({ id: expect.any(Number), ...fail('station-revoked') });
  const vault = expectOk(await openVault(station.folder, PASSPHRASE));
  expect(vault.publicKeys()).toEqual([]);
  expect(vault.tlsContext('station')).toBeUndefined();
  for (const { labelText, envelope, number } of all.parcels) {
    const binding = { kind: 'addressee', recipient: 'carrier.localhost', number } as const;
    expect(await vault.open(envelope, binding)).toMatchObject({ error: { code: 'unknown-key' } });
    for (const name of readdirSync(station.folder, { recursive: true, encoding: 'utf8' })) {
      const file = join(station.folder, name);
      if (!statSync(file).isFile()) continue;
      const bytes = readFileSync(file);
      expect(bytes.includes(number) || bytes.includes(labelText.slice(22, 60)), name).toBe(false);
    }
  }
  await station.kill();
  // Nobody sits down there any more.
  await expect(station.start()).rejects.toThrow('station-revoked');
}, 120_000);

test('a folder that has something in it is not made a station, and a pairing that fails leaves nothing', async () => {
  const folder = aFolder();
  const to = { code: '1'.repeat(38), service: '127.0.0.1:1', port: 8480 };
  expect(await makeStation(folder, to, PASSPHRASE, { scrypt: CHEAP })).toMatchObject({ ok: false });
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(join(folder, 'party.json'), '{}');
  expect(await makeStation(folder, to, PASSPHRASE, { scrypt: CHEAP })).toEqual(fail('folder-not-empty'));
  expect(readdirSync(folder)).toEqual(['party.json']);
});
