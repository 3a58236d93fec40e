import type { carrierCommands } from '#shared/desk/carrier.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { cashDueToMalls, listSentRemittances, remitCash } from './cash.ts';
import { listParcels, parcelHistory } from './parcels.ts';
import { scanParcel } from './scan.ts';
import { scanLabelFile } from './scan-file.ts';

/** The carrier's side of the staff contract: each command is one use case. */
export function carrierDesk(carrier: Carrier): DeskHandlers<keyof typeof carrierCommands> {
  return {
    'station.scan': ({ who }, scan) => scanParcel(carrier, who, scan),
    'station.scan-file': ({ who }, { file, ...scan }) => scanLabelFile(carrier, who, Buffer.from(file, 'base64'), scan),
    'station.deliver': ({ who }, delivery) => scanParcel(carrier, who, { ...delivery, step: 'deliver' }),
    'parcels.list': async (_, page) => ok(await listParcels(carrier, page)),
    'parcels.history': (_, { number }) => parcelHistory(carrier, number),
    'cash.due': async () => ok(await cashDueToMalls(carrier)),
    'cash.remit': ({ who }, { mall }) => remitCash(carrier, who, mall),
    'cash.sent': async () => ok(await listSentRemittances(carrier)),
  };
}
