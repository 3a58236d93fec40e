import type { forwardingCommands } from '#shared/desk/forwarding.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { inBulk } from '#shared/desk/list.ts';
import { ok } from '#shared/result.ts';
import type { Credit } from './credit.ts';
import { forwardPackages, listPackages, readReceiptFile, scanReceipt } from './forwarding.ts';
import { listMails, mailServerState, resendMail, retryMails, setMailPassword } from './mails.ts';

/** The forwarding station's side of the staff contract, and the list of mails. */
export function forwardingDesk(credit: Credit): DeskHandlers<keyof typeof forwardingCommands> {
  return {
    'forwarding.list': async (_, page) => ok(await listPackages(credit, page)),
    'forwarding.scan': (caller, { scan }) => scanReceipt(credit, caller, scan),
    'forwarding.read-file': (caller, { file }) => readReceiptFile(credit, caller, Buffer.from(file, 'base64')),
    'forwarding.send': ({ who }, { receipts }) => forwardPackages(credit, who, receipts, 'first'),
    'forwarding.resend': ({ who }, { receipts }) => forwardPackages(credit, who, receipts, 'again'),
    'mails.list': async (_, page) => ok(await listMails(credit, page)),
    'mails.resend-many': async ({ who }, { ids }) => ok(await inBulk(ids, (id) => resendMail(credit, who, id))),
    'mails.resend': ({ who }, { id }) => resendMail(credit, who, id),
    'mails.retry': async ({ who }) => ok(await retryMails(credit, who)),
    'mails.server': async () => ok(await mailServerState(credit)),
    'mails.set-password': async ({ who }, order) => ok(await setMailPassword(credit, who, order)),
  };
}
