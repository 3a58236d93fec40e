import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { ENCODINGS } from '#main/cli/leak-test/encodings.ts';
import { PARTY_PLACES, type PartyName } from '#main/cli/leak-test/rules.ts';
import { isProved, proveSearch } from '#main/cli/leak-test/self-proof.ts';
import { aSearchedGroup } from './a-searched-group.ts';

const PLACES = Object.values(PARTY_PLACES).flat().length;

test('every encoding and container is planted in every place of every party, and caught', async () => {
  const group = await aSearchedGroup();
  const proof = await proveSearch(group, Object.keys(PARTY_PLACES) as PartyName[]);
  expect(proof.missed).toEqual([]);
  expect(proof.strange).toBe(0);
  expect(proof.caught).toBe(proof.planted);
  expect(proof.planted).toBeGreaterThan(PLACES * (ENCODINGS.length + 10));
  expect(isProved(proof)).toBe(true);
  // The copies are gone, and nothing was planted in the real thing.
  expect(readdirSync(dirname(group))).toEqual(['group']);
  expect(existsSync(`${group}/mall/logs`)).toBe(false);
});

test('an encoding that the search does not know is missed in every place', async () => {
  const without = ENCODINGS.filter(({ name }) => name !== 'utf-16be nfd');
  const proof = await proveSearch(await aSearchedGroup(), ['carrier', 'authority'], without);
  const places = [...PARTY_PLACES.carrier.map((place) => `carrier, ${place}`), 'authority, folder'];
  expect(proof.missed).toEqual(places.map((place) => `${place}: utf-16be nfd`));
  expect(proof.caught).toBe(proof.planted - places.length);
  expect(isProved(proof)).toBe(false);
});

test('a proof that planted nothing proves nothing', async () => {
  expect(isProved(await proveSearch(await aSearchedGroup(), []))).toBe(false);
});
