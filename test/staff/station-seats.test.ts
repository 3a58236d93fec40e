import { beforeEach, expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PartyOffice } from '#shared/desk/office.ts';
import { PERMISSIONS_OF } from '#shared/domain/permission.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { openStationSeats, type StationSeats } from '#main/staff/index.ts';
import type { StationLine } from '#main/stations/index.ts';
import type { Vault } from '#main/vault/index.ts';
import { aClock, type TestClock } from '../builders/a-clock.ts';
import { aFolder } from '../builders/a-folder.ts';
import { CHEAP } from '../builders/a-party.ts';
import { aStationVault } from '../builders/a-station-door.ts';

const OFFICE: PartyOffice = { id: 'aozora.example', role: 'carrier', name: '青空運送', place: '', demo: false };
const STATION = { id: '0a7b7c58-33c1-4d1c-9f2e-0a41c0f4d6aa', name: '車両 7', kind: 'van' } as const;
const PERMISSIONS = PERMISSIONS_OF.clerk;
const NOW = { name: '佐藤', rank: 'clerk', permissions: PERMISSIONS, version: 1 } as const;

let clock: TestClock;
let vault: Vault;
let file: string;
let seats: StationSeats;
/** What the service says to a sign-in; nothing at all where it can't be reached. */
let service: ((secret: string) => Result<unknown>) | undefined;

beforeEach(async () => {
  clock = aClock();
  vault = await aStationVault();
  file = join(aFolder(), 'station-staff');
  service = (secret) =>
    secret === '2914'
      ? ok({ ...OFFICE, who: '佐藤', rank: 'clerk', permissions: PERMISSIONS, lockMinutes: 5, version: 1 })
      : fail('wrong-secret');
  seats = await open();
});

async function open(kept = true): Promise<StationSeats> {
  const line = {
    call: async (_: string, input: unknown) => service?.((input as { secret: string }).secret) ?? fail('unavailable'),
  } as unknown as StationLine;
  const list = { file, rest: await vault.restCipher() };
  return openStationSeats({ office: OFFICE, station: STATION, line, clock, cost: CHEAP, ...(kept && { list }) });
}
const enter = (clerk: string, secret?: string, ticket?: string) =>
  seats.enter({ clerk, ...(secret !== undefined && { secret }), ...(ticket !== undefined && { ticket }) });

test('cut off it lets in whoever signed in there before with the service’s word, and nobody else', async () => {
  expect(await enter('佐藤')).toEqual(fail('secret-needed'));
  expectOk(await enter('佐藤', '2914'));
  service = undefined;
  seats = await open();
  expect(expectOk(await enter('佐藤', '2914')).office).toMatchObject({ who: '佐藤', station: STATION, lockMinutes: 5 });
  expect(await enter('森', '4826')).toEqual(fail('station-offline'));
  expect(await enter('佐藤', '2915')).toEqual(fail('wrong-secret'));
});

test('what lies in its folder says no name, no PIN and no hash', async () => {
  expectOk(await enter('佐藤', '2914'));
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).not.toMatch(/佐藤|2914|scrypt|clerk/);
  const foreign = await (await aStationVault()).restCipher();
  const opening = openStationSeats({
    office: OFFICE,
    station: STATION,
    line: {} as StationLine,
    clock,
    list: { file, rest: foreign },
  });
  await expect(opening).rejects.toThrow('does not open');
});

test('counts wrong tries cut off, over a restart too', async () => {
  expectOk(await enter('佐藤', '2914'));
  service = undefined;
  for (let tries = 1; tries < 5; tries++) expect(await enter('佐藤', '0')).toEqual(fail('wrong-secret'));
  expect(await enter('佐藤', '0')).toMatchObject({ error: { code: 'locked-out' } });
  seats = await open();
  expect(await enter('佐藤', '2914')).toMatchObject({ error: { code: 'locked-out' } });
  clock.advance({ minutes: 1 });
  expectOk(await enter('佐藤', '2914'));
});

test('a service that says no is believed, also about somebody who was let in before', async () => {
  expectOk(await enter('佐藤', '2914'));
  service = () => fail('account-unknown');
  expect(await enter('佐藤', '2914')).toEqual(fail('account-unknown'));
});

test('a closed account, or another secret, is out with the next copy; other rights count at once', async () => {
  const { seat } = expectOk(await enter('佐藤', '2914'));
  await seats.take([{ ...NOW, permissions: ['work'] }]);
  expect(await seats.still(seat)).toMatchObject({ permissions: ['work'] });
  await seats.take([{ ...NOW, version: 2 }]);
  expect(await seats.still(seat)).toBeUndefined();
  service = undefined;
  seats = await open();
  expect(await enter('佐藤', '2914')).toEqual(fail('station-offline'));
});

test('with a secret that somebody else chose nobody works, and nobody comes in cut off', async () => {
  const said = { ...OFFICE, who: '佐藤', rank: 'clerk', permissions: PERMISSIONS, lockMinutes: 5, version: 1 };
  service = () => ok({ ...said, ownSecretDue: true });
  const { seat, office } = expectOk(await enter('佐藤', '2914'));
  expect([office.ownSecretDue, (await seats.still(seat))?.secretDue]).toEqual([true, true]);
  expect(expectOk(await enter('佐藤', undefined, office.ticket)).office.ownSecretDue).toBe(true);
  service = undefined;
  expect(await enter('佐藤', '2914')).toEqual(fail('station-offline'));
});

test('whoever did not come back for a month is forgotten', async () => {
  expectOk(await enter('佐藤', '2914'));
  clock.advance({ days: 31 });
  service = undefined;
  expect(await enter('佐藤', '2914')).toEqual(fail('station-offline'));
});

test('a bench lets nobody in without its service, and keeps no list', async () => {
  seats = await open(false);
  const { office } = expectOk(await enter('佐藤', '2914'));
  expectOk(await enter('佐藤', undefined, office.ticket));
  service = undefined;
  expect(await enter('佐藤', '2914')).toEqual(fail('station-offline'));
  expect(existsSync(file)).toBe(false);
});
