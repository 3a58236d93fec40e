import { expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aCarrierStation } from '../../../builders/a-carrier-station.ts';
import { aGroup } from '../../../builders/a-group.ts';
import { anAgreedParcel } from '../../../builders/an-order.ts';
import { until } from '../../../builders/until.ts';

test('a copy that was asked for before a scan does not undo it', async () => {
  const group = await aGroup();
  let answered = 0;
  let released = Promise.resolve();
  const station = await aCarrierStation(group, {
    name: '車両 9',
    table: (usual) => ({
      ...usual,
      'station.copy': async (caller, input) => {
        const answer = await usual['station.copy']!(caller, input);
        answered += 1;
        await released;
        return answer;
      },
    }),
  });
  const { labelText } = await anAgreedParcel(group, { pay: 'later' });
  const atDepot = async (step: 'accept' | 'arrive'): Promise<void> => {
    group.clock.advance({ minutes: 1 });
    expectOk(await scanParcel(group.carrier.carrier, { who: 'depot' }, { scan: labelText, step }));
  };
  await atDepot('accept');
  await station.copied();
  await atDepot('arrive');
  let release = (): void => undefined;
  released = new Promise((resolve) => (release = resolve));
  const before = answered;
  const copying = station.copied();
  await until('the copy is on its way', () => answered > before);
  group.clock.advance({ minutes: 1 });
  expect(expectOk(await station.scan(labelText, 'load')).state).toBe('out-for-delivery');
  release();
  await copying;
  await station.cutOff();
  expect(expectOk(await station.scan(labelText, 'deliver')).state).toBe('delivered');
});
