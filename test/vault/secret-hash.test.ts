import { expect, test } from 'vitest';
import { hashSecret, verifySecret } from '#main/vault/index.ts';
import { aVault, CHEAP } from './a-vault.ts';

test('a secret verifies against its own hash alone, and two hashes of it differ', async () => {
  const [one, two] = await Promise.all([hashSecret('tsubaki-7', CHEAP), hashSecret('tsubaki-7', CHEAP)]);
  expect(one).not.toBe(two);
  expect(await verifySecret('tsubaki-7', one)).toBe(true);
  expect(await verifySecret('tsubaki-8', one)).toBe(false);
  expect(one).not.toContain('tsubaki');
});

test('width of letters does not matter, as people type passwords with an input method', async () => {
  expect(await verifySecret('ｔｓｕｂａｋｉ', await hashSecret('tsubaki', CHEAP))).toBe(true);
});

test('a stored text that is no hash is a bug, not a wrong password', async () => {
  await expect(verifySecret('x', 'plain')).rejects.toThrow('stored secret');
});

test('a keyed hash is stable in one vault, and another for another purpose or vault', async () => {
  const [{ vault }, { vault: other }] = await Promise.all([aVault(), aVault()]);
  const [first, again] = await Promise.all([vault.keyedHash('card', '4111'), vault.keyedHash('card', '4111')]);
  expect(first).toBe(again);
  expect(await vault.keyedHash('word', '4111')).not.toBe(first);
  expect(await other.keyedHash('card', '4111')).not.toBe(first);
});
