import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { expectOk } from '#shared/result.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { stationCopyDesk } from '#main/roles/carrier/station-copy.ts';
import { openCopyKeeper } from '#main/roles/carrier/station/station-copy-keeper.ts';
import { type StationStoreTables, stationStoreMigrations } from '#main/roles/carrier/station/station-store-tables.ts';
import type { StationLine } from '#main/stations/index.ts';
import { openSqliteStorage } from '#main/storage/index.ts';
import { aCarrierStation } from '../../../builders/a-carrier-station.ts';
import { aFolder } from '../../../builders/a-folder.ts';
import { aGroup } from '../../../builders/a-group.ts';
import { anAgreedParcel } from '../../../builders/an-order.ts';

test('a copy that was asked for before a step does not undo it', async () => {
  const group = await aGroup();
  const { carrier } = group.carrier;
  const { id, vault } = await aCarrierStation(group, { name: '車両 9' });
  const station = { id, name: '車両 9', kind: 'van' } as const;
  const caller: DeskCaller = { who: '佐藤', station };
  const { number, labelText } = await anAgreedParcel(group, { pay: 'later' });
  const atService = async (step: 'accept' | 'arrive' | 'load'): Promise<void> => {
    group.clock.advance({ minutes: 1 });
    expectOk(await scanParcel(carrier, { who: 'depot' }, { scan: labelText, step }));
  };
  const storage = await openSqliteStorage<StationStoreTables>(join(aFolder(), 'copy.db'), stationStoreMigrations);
  let onItsWay = async (): Promise<void> => undefined;
  const line: Pick<StationLine, 'call'> = {
    call: async (_, input) => {
      const answer = await stationCopyDesk(carrier)['station.copy'](caller, input as { cursor?: string });
      await onItsWay();
      return answer;
    },
  };
  const keeper = await openCopyKeeper({
    station,
    takeStaff: async () => undefined,
    party: carrier.self as PartyId,
    vault,
    rest: await vault.restCipher(),
    storage,
    line: line as StationLine,
    press: carrier.press,
    announce: () => undefined,
    report: () => undefined,
    clock: group.clock,
  });
  await atService('accept');
  await atService('arrive');
  onItsWay = async () => {
    onItsWay = async () => undefined;
    await atService('load');
    const parcel = { ...(await fresh()), state: 'out-for-delivery' as const };
    await storage.write((db) => keeper.replace(db, parcel));
  };
  /** As the service has it, without the copy's help. */
  async function fresh(): Promise<NonNullable<Awaited<ReturnType<typeof keeper.find>>>> {
    const page = expectOk(await stationCopyDesk(carrier)['station.copy'](caller, {}));
    return page.parcels.find((parcel) => parcel.number === number)!;
  }
  expectOk(await keeper.pull());
  expect((await keeper.find(number))?.state).toBe('out-for-delivery');
  await storage.close();
});
