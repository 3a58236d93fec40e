/** A delivery that a van brings when somebody else has written something about the parcel meanwhile. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Step } from '#shared/desk/carrier.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { openProof } from '#main/roles/carrier/proof.ts';
import { type Scan, scanParcel } from '#main/roles/carrier/scan.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel, type ParcelChoice } from '../../builders/an-order.ts';

let group: TestGroup;
let carrier: Carrier;
beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
});

const OFFICE: DeskCaller = { who: 'sato' };
const scan = (by: DeskCaller, text: string, step: Step, more: Partial<Scan> = {}) =>
  scanParcel(carrier, by, { scan: text, step, ...more });

/** A scan that waited at the van since then. */
function vanAt(at: Date): DeskCaller {
  const station = { id: 'v', name: 'Van 7', kind: 'van' } as const;
  return { who: 'mori', station, once: { station: 'v', id: randomUUID(), at } };
}

async function onTheVan(choice: ParcelChoice): Promise<AgreedParcel> {
  const parcel = await anAgreedParcel(group, choice);
  for (const step of ['accept', 'arrive', 'load'] as const) expectOk(await scan(OFFICE, parcel.labelText, step));
  group.clock.advance({ minutes: 10 });
  return parcel;
}

test('keeps the signature of the door, though the office has said "delivered" before', async () => {
  const { number, labelText } = await onTheVan({ pay: 'later' });
  const atTheDoor = group.clock();
  group.clock.advance({ minutes: 30 });
  expectOk(await scan(OFFICE, number, 'deliver'));
  const late = expectOk(await scan(vanAt(atTheDoor), labelText, 'deliver', { proof: { name: '佐藤', signature: '' } }));
  expect(late).toMatchObject({ state: 'delivered', warnings: ['late'] });
  expect(expectOk(await openProof(carrier, 'sato', number))).toMatchObject({
    name: '佐藤',
    who: 'mori',
    at: atTheDoor.toISOString(),
  });
});

test('is not passed over in silence where the parcel is said to have gone back: there is cash in a drawer', async () => {
  const { labelText, number } = await onTheVan({ pay: 'on-delivery' });
  const atTheDoor = group.clock();
  group.clock.advance({ minutes: 30 });
  expectOk(await scan(OFFICE, number, 'arrive'));
  expectOk(await scan(OFFICE, number, 'return', { reason: 'refused' }));
  const row = await carrier.storage.read
    .selectFrom('parcel')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst();
  const collected = yen((row!.amount ?? 0) + row!.surcharge);
  expect(await scan(vanAt(atTheDoor), labelText, 'deliver', { collected })).toEqual(fail('wrong-state', 'returned'));
});

test('whose answer was lost is no refusal, whatever became of its label since', async () => {
  const { labelText, number } = await onTheVan({ pay: 'later' });
  const van = vanAt(group.clock());
  expectOk(await scan(van, labelText, 'deliver'));
  await carrier.storage.write((db) =>
    db.updateTable('parcel').set({ envelope_prefix: 'ff' }).where('number', '=', number).execute(),
  );
  expect(expectOk(await scan(van, labelText, 'deliver'))).toMatchObject({ state: 'delivered', openedFrom: 'nothing' });
  const rows = await carrier.storage.read.selectFrom('exception').select('id').where('number', '=', number).execute();
  expect(rows).toEqual([]);
});
