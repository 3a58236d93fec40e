/** What a customer sends back, at a gate that is cut off: taken there, and told once the service is back. */
import { beforeAll, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { aCarrierStation, type TestCarrierStation } from '../../../builders/a-carrier-station.ts';
import { carryParcel, DELIVER } from '../../../builders/a-dispatch.ts';
import { aGroup, sentEvents, type TestGroup } from '../../../builders/a-group.ts';
import { anAgreedParcel } from '../../../builders/an-order.ts';

let group: TestGroup;
let gate: TestCarrierStation;
beforeAll(async () => {
  group = await aGroup();
  gate = await aCarrierStation(group, { name: 'ゲート 1' });
});

test('a return is taken and told later; what is none of its steps, and a look, are refused at once', async () => {
  const { number } = await anAgreedParcel(group, { pay: 'later' });
  await carryParcel(group, number, DELIVER);
  const { return_number } = await group.carrier.storage.read
    .selectFrom('parcel')
    .select('return_number')
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  await gate.copied();
  await gate.cutOff();
  group.clock.advance({ minutes: 1 });
  expect(await gate.scan(`${return_number}010101`, 'look')).toEqual(fail('station-offline'));
  expect(await gate.scan(`${return_number}010101`, 'load')).toEqual(fail('not-for-returns'));
  expect(expectOk(await gate.scan(`${return_number}010101`, 'accept'))).toMatchObject({
    number: return_number,
    returning: { state: 'accepted' },
  });
  expect(await sentEvents(group.carrier, 'return.status')).toEqual([]);
  await gate.comeBack();
  expect(await gate.standing()).toMatchObject({ refused: 0, waiting: 0 });
  expect(await sentEvents(group.carrier, 'return.status')).toMatchObject([
    { subject: return_number, data: { status: 'accepted' } },
  ]);
});
