import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { inBulk } from '#shared/desk/list.ts';
import type { mallCommands } from '#shared/desk/mall.ts';
import type { packingCommands } from '#shared/desk/packing.ts';
import { ok } from '#shared/result.ts';
import { checkGivingBack } from './approval.ts';
import type { Mall } from './mall.ts';
import { listBreaks, listRemittances, recordPayment } from './money.ts';
import { chooseMarks, handOver, openPurchase, printLabel, reprintLabel } from './packing.ts';
import { listPurchases, lookAtPurchase, packingQueue, queueCounts } from './packing-queue.ts';
import { makePickList } from './pick-list.ts';
import { labelCopies, printedLabel, voidLabel } from './press-label.ts';
import { bringBack } from './bring-back.ts';
import { setAside, setAsideWhole } from './set-aside.ts';
import { fileRefusedOpening } from './refused-opening.ts';
import { sendWithout } from './shortage.ts';
import { correctSize } from './size-correction.ts';
import { printSlip } from './slip.ts';

/** The mall's side of the staff contract: each command is one use case. */
export function mallDesk(mall: Mall): DeskHandlers<keyof typeof mallCommands | keyof typeof packingCommands> {
  return {
    'packing.queue': async (_, page) => ok(await packingQueue(mall, page)),
    'packing.counts': async () => ok(await queueCounts(mall)),
    'packing.look': (_, { purchase }) => lookAtPurchase(mall, purchase),
    'packing.open': async (caller, { number }) => {
      const opened = await openPurchase(mall, caller.who, number);
      if (!opened.ok) await fileRefusedOpening(mall, caller, number, opened.error);
      return opened;
    },
    'packing.print': ({ who }, order) => printLabel(mall, who, order),
    'packing.reprint': (caller, order) => reprintLabel(mall, caller, order),
    'packing.labels': async (_, { purchase }) => ok(await labelCopies(mall, purchase)),
    'packing.void': ({ who }, label) => voidLabel(mall, who, label),
    'packing.label': ({ who }, wanted) => printedLabel(mall, who, wanted),
    'packing.slip': ({ who }, wanted) => printSlip(mall, who, wanted),
    'packing.mark': ({ who }, order) => chooseMarks(mall, who, order),
    'packing.correct-size': ({ who }, order) => correctSize(mall, who, order),
    'packing.set-aside': ({ who }, order) => setAside(mall, who, order),
    'packing.set-aside-many': async ({ who }, { purchases }) =>
      ok(await inBulk(purchases, (purchase) => setAsideWhole(mall, who, purchase))),
    'packing.bring-back': ({ who }, { purchase }) => bringBack(mall, who, purchase),
    'packing.send-without': async (caller, { approver, ...order }) => {
      const agreed = await checkGivingBack(mall, caller, approver);
      return agreed.ok ? sendWithout(mall, caller.who, order, agreed.value) : agreed;
    },
    'packing.pick': ({ who }, wanted) => makePickList(mall, who, wanted),
    'packing.hand-over': ({ who }, { purchase }) => handOver(mall, who, purchase),
    'purchases.list': async (_, asked) => ok(await listPurchases(mall, asked)),
    'payments.record': ({ who }, payment) => recordPayment(mall, who, payment),
    'remittances.received': async (_, asked) => ok(await listRemittances(mall, asked)),
    'remittances.breaks': async (_, { remittance }) => ok(await listBreaks(mall, remittance)),
  };
}
