import type { carrierCommands } from '#shared/desk/carrier.ts';
import type { drawerCommands } from '#shared/desk/drawer.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { returnCommands } from '#shared/desk/returns.ts';
import { ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { listCashDue, listSentRemittances, remitCash } from './cash.ts';
import { correctSize } from './correct-size.ts';
import { closeDrawer, listDrawers, openDrawer, readDrawer } from './drawer.ts';
import { listParcels, parcelHistory } from './parcels.ts';
import { openProof } from './proof.ts';
import { listReturnParcels } from './return-list.ts';
import { listMallDepots, setMallDepot } from './returns.ts';
import { scanParcel } from './scan.ts';
import { scanLabelFile } from './scan-file.ts';

/** The carrier's side of the staff contract: each command is one use case. */
export function carrierDesk(
  carrier: Carrier,
): DeskHandlers<
  | keyof typeof carrierCommands
  | keyof typeof drawerCommands
  | Extract<keyof typeof returnCommands, `mall-depots.${string}`>
> {
  return {
    'station.scan': (caller, scan) => scanParcel(carrier, caller, scan),
    'station.scan-file': (caller, { file, ...scan }) =>
      scanLabelFile(carrier, caller, Buffer.from(file, 'base64'), scan),
    'parcels.list': async (_, asked) => ok(await listParcels(carrier, asked)),
    'return-parcels.list': async (_, asked) => ok(await listReturnParcels(carrier, asked)),
    'parcels.history': (_, { number }) => parcelHistory(carrier, number),
    'parcels.correct-size': ({ who }, measured) => correctSize(carrier, who, measured),
    'parcels.proof': ({ who }, { number }) => openProof(carrier, who, number),
    'mall-depots.list': async () => ok(await listMallDepots(carrier)),
    'mall-depots.set': ({ who }, chosen) => setMallDepot(carrier, who, chosen),
    'cash.due': async (_, asked) => ok(await listCashDue(carrier, asked)),
    'cash.remit': ({ who }, due) => remitCash(carrier, who, due),
    'cash.sent': async (_, asked) => ok(await listSentRemittances(carrier, asked)),
    'drawer.read': async ({ who }) => ok(await readDrawer(carrier, who)),
    'drawer.open': ({ who }, { float }) => openDrawer(carrier, who, float),
    'drawer.close': ({ who }, count) => closeDrawer(carrier, who, count),
    // At a station: what that person counted, and nobody else.
    // The own ones; those of others at the office, by whoever is answerable for money.
    'drawer.list': async ({ who, station, seat }, page) => {
      const all = !station && seat?.permissions.includes('money') === true;
      return ok(await listDrawers(carrier, page, all ? undefined : who));
    },
  };
}
