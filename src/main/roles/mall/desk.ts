import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { mallCommands } from '#shared/desk/mall.ts';
import { ok } from '#shared/result.ts';
import { importCatalogue, listCatalogue } from './catalogue.ts';
import type { Mall } from './mall.ts';
import { listBreaks, listRemittances, recordPayment } from './money.ts';
import {
  handOver,
  listPurchases,
  openPurchase,
  packingQueue,
  printedLabel,
  printLabel,
  reprintLabel,
} from './packing.ts';
import { changeCharges, readCharges } from './shipping-charge.ts';
import { printSlip } from './slip.ts';
import { setStock } from './stock.ts';

/** The mall's side of the staff contract: each command is one use case. */
export function mallDesk(mall: Mall): DeskHandlers<keyof typeof mallCommands> {
  return {
    'catalogue.list': async () => ok(await listCatalogue(mall)),
    'catalogue.import': ({ who }, { csv }) => importCatalogue(mall, who, csv),
    'catalogue.set-stock': ({ who }, count) => setStock(mall, who, count),
    'charges.read': async () => ok(await readCharges(mall.storage.read)),
    'charges.change': ({ who }, { charges }) => changeCharges(mall, who, charges),
    'packing.queue': async () => ok(await packingQueue(mall)),
    'packing.open': ({ who }, { number }) => openPurchase(mall, who, number),
    'packing.print': ({ who }, order) => printLabel(mall, who, order),
    'packing.reprint': ({ who }, order) => reprintLabel(mall, who, order),
    'packing.label': ({ who }, wanted) => printedLabel(mall, who, wanted),
    'packing.slip': ({ who }, wanted) => printSlip(mall, who, wanted),
    'packing.hand-over': ({ who }, { purchase }) => handOver(mall, who, purchase),
    'purchases.list': async (_, page) => ok(await listPurchases(mall, page)),
    'payments.record': ({ who }, payment) => recordPayment(mall, who, payment),
    'remittances.received': async () => ok(await listRemittances(mall)),
    'remittances.breaks': async (_, { remittance }) => ok(await listBreaks(mall, remittance)),
  };
}
