import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { toHex, utf8 } from '#shared/bytes.ts';
import { findShared, identifiersIn, readCommon } from '#main/cli/leak-test/common-identifiers.ts';
import { proveComparison } from '#main/cli/leak-test/common-proof.ts';
import { type SettingTables, visitSqliteStorage, writeSetting } from '#main/storage/index.ts';
import { aSearchedGroup } from './a-searched-group.ts';

let group: string;
beforeEach(async () => {
  group = await aSearchedGroup();
});

async function store(party: string, value: unknown): Promise<void> {
  const storage = visitSqliteStorage<SettingTables>(join(group, party, 'tokumei.db'));
  await storage.write((db) => writeSetting(db, 'last', value));
  await storage.close();
}

describe('credit company and carrier', () => {
  test('have nothing in common that tells of an order', async () => {
    const before = (await readCommon(group)).keys();
    await store('credit', { purchase: '17260391827465', at: '2026-11-21T01:02:03Z', state: 'awaiting-payment' });
    await store('carrier', { purchase: '14820477193056', at: '2026-11-21T01:02:03Z', state: 'awaiting-payment' });
    expect(await findShared(group, before)).toEqual([]);
  });

  test('are caught with a number in common, wherever it came from, and the number is not repeated', async () => {
    const before = [...(await readCommon(group)).keys()];
    await store('credit', { purchase: '14820477193056' });
    appendFileSync(join(group, 'carrier-handed.log'), 'the purchase 1 4820 4771 9305 6\n');
    const shared = await findShared(group, before);
    expect(shared).toEqual([{ places: { credit: 'setting.value', carrier: 'handed' }, identifiers: 1 }]);
    expect(JSON.stringify(shared)).not.toContain('4820');
  });

  test('may know alike what no order brought', async () => {
    await store('credit', { mall: 'uE6RZHtV-2QOn3EnHUMabfA1yyCFhhLBp0Dq_PMo6m0' });
    await store('carrier', { mall: 'uE6RZHtV-2QOn3EnHUMabfA1yyCFhhLBp0Dq_PMo6m0' });
    expect(await findShared(group, (await readCommon(group)).keys())).toEqual([]);
  });
});

test('bytes are the same identifier however they are written', () => {
  const bytes = randomBytes(40);
  for (const text of [
    bytes.toString('base64'),
    bytes.toString('base64url'),
    toHex(bytes),
    toHex(bytes).toUpperCase(),
  ]) {
    expect([...identifiersIn(utf8(`{"x":"${text}"}`))], text).toContain(toHex(bytes));
  }
  expect([...identifiersIn(bytes)]).toContain(toHex(bytes));
});

test('the comparison finds all that is planted in both, and leaves no copy behind', async () => {
  const proof = await proveComparison(group);
  expect(proof.missed).toEqual([]);
  expect(proof).toMatchObject({ planted: 6, caught: 6, strange: 0 });
  expect((await readCommon(group)).has('awaiting-payment')).toBe(false);
});
