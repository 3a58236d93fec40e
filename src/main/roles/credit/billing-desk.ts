import { recordDeed, recordReading, type TrailTables } from '#main/audit/index.ts';
import type { Storage } from '#main/storage/index.ts';
import type { billingCommands } from '#shared/desk/billing.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { inBulk } from '#shared/desk/list.ts';
import { ok } from '#shared/result.ts';
import { strikePayment, takePaymentBack } from './correct-payment.ts';
import { payCreditBack } from './pay-back.ts';
import { readBillingSettings, setBillingDays, setOwnAccount } from './billing-settings.ts';
import type { Credit } from './credit.ts';
import { postpone } from './dunning.ts';
import { listPayees, savePayee } from './payees.ts';
import { progressOf, stopLongWork } from './long-work.ts';
import { listRuns, readRun, undoRun } from './pay-runs.ts';
import { assignPayment, importBankFile, listReceived, previewBankFile, receivePayment } from './payments.ts';
import { payoutFile } from './payout-files.ts';
import { makePayouts, previewPayouts } from './payouts.ts';
import { listStatements, openStatement, sendAgain, setPreference, statementsNow } from './statement-lists.ts';
import { pileOfLetters, statementPaper, takeLettersOff } from './statement-paper.ts';
import { makeStatements } from './statements.ts';

/** Statements, payments and payouts in the staff contract: each command is one use case. */
export function billingDesk(credit: Credit): DeskHandlers<keyof typeof billingCommands> {
  return {
    'statements.now': async () => ok(await statementsNow(credit)),
    'statements.list': async (_, page) => ok(await listStatements(credit, page)),
    'statements.make': ({ who }, { month }) => makeStatements(credit, who, month),
    'statements.stop': async (_, { work }) => ok(stopLongWork(credit, work)),
    'statements.open': ({ who }, { reference }) => openStatement(credit, who, reference),
    'statements.paper': ({ who }, { reference }) => statementPaper(credit, who, reference),
    'statements.send': ({ who }, order) => sendAgain(credit, who, order),
    'statements.send-many': async ({ who }, { references, by }) =>
      ok(await inBulk(references, (reference) => sendAgain(credit, who, { reference, by }))),
    'statements.letters': async ({ who }) => {
      const pile = await pileOfLetters(credit);
      const deed = { at: credit.clock(), who, action: 'letters.opened', subject: 'letters' } as const;
      if (pile.ok && pile.value.pdf)
        await credit.storage.write((db) => recordDeed(db, { ...deed, detail: String(pile.value.letters) }));
      return pile;
    },
    'statements.printed': ({ who }, { upTo }) => takeLettersOff(credit, who, upTo),
    'statements.postpone': ({ who }, order) => postpone(credit, who, order),
    'billing.settings': async () => ok(await readBillingSettings(credit)),
    'billing.set-days': ({ who }, days) => setBillingDays(credit, who, days),
    'billing.set-account': ({ who }, account) => setOwnAccount(credit, who, account),
    'billing.preference': ({ who }, wish) => setPreference(credit, who, wish),
    'payments.receive': ({ who }, payment) => receivePayment(credit, who, payment),
    'payments.preview': async ({ who }, { file }) => {
      await lookAtPayments(credit, who);
      return previewBankFile(credit, Buffer.from(file, 'base64'));
    },
    'payments.import': ({ who }, { file }) => importBankFile(credit, who, Buffer.from(file, 'base64')),
    'payments.now': async () => {
      const running = progressOf(credit, 'bank-file');
      return ok(running ? { running } : {});
    },
    'payments.stop': async () => ok(stopLongWork(credit, 'bank-file')),
    'payments.received': async ({ who }, page) => {
      await lookAtPayments(credit, who);
      return ok(await listReceived(credit, page));
    },
    'payments.assign': ({ who }, order) => assignPayment(credit, who, order),
    'payments.take-back': ({ who }, order) => takePaymentBack(credit, who, order),
    'payments.strike': ({ who }, order) => strikePayment(credit, who, order),
    'payments.pay-back': ({ who }, order) => payCreditBack(credit, who, order),
    'payouts.preview': async () => ok(await previewPayouts(credit)),
    'payouts.make': ({ who }, { malls }) => makePayouts(credit, who, malls),
    'payouts.runs': async (_, page) => ok(await listRuns(credit, page)),
    'payouts.run': (_, { run }) => readRun(credit.storage.read, run),
    'payouts.undo': ({ who }, { run }) => undoRun(credit, who, run),
    'payouts.file': ({ who }, order) => payoutFile(credit, who, order),
    'payees.list': async () => ok(await listPayees(credit)),
    'payees.save': ({ who }, payee) => savePayee(credit, who, payee),
  };
}

/** What customers wrote on their transfers holds names as often as not. */
function lookAtPayments({ storage, clock, self }: Credit, who: string): Promise<void> {
  const reading = { at: clock(), who, action: 'payments.looked-at', subject: self } as const;
  return recordReading(storage as unknown as Storage<TrailTables>, reading);
}
