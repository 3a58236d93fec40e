import { beforeAll, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aCarrierStation, type TestCarrierStation } from '../../../builders/a-carrier-station.ts';
import { aGroup, type TestGroup } from '../../../builders/a-group.ts';
import { anAgreedParcel } from '../../../builders/an-order.ts';

let group: TestGroup;
let van: TestCarrierStation;
beforeAll(async () => {
  group = await aGroup();
  van = await aCarrierStation(group, { name: '車両 9' });
});

test('cash of a delivery that the service refused is named until a person has looked', async () => {
  const { labelText, number } = await anAgreedParcel(group, { pay: 'on-delivery' });
  const { carrier } = group.carrier;
  const atDepot = async (step: 'accept' | 'arrive' | 'load' | 'return'): Promise<void> => {
    group.clock.advance({ minutes: 1 });
    const reason = step === 'return' ? ({ reason: 'refused' } as const) : {};
    expectOk(await scanParcel(carrier, { who: 'depot' }, { scan: number, step, ...reason }));
  };
  for (const step of ['accept', 'arrive', 'load'] as const) await atDepot(step);
  await van.copied();
  const { due } = expectOk(await van.scan(labelText, 'look'));
  await van.cutOff();
  expectOk(await van.scan(labelText, 'deliver', { collected: due! }));
  for (const step of ['arrive', 'return'] as const) await atDepot(step);
  await van.comeBack();
  expect(await van.work().waiting()).toMatchObject([{ number, refused: 'wrong-state', collected: due }]);
});
