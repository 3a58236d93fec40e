import { join } from 'node:path';
import { creditRoutes } from '#main/doors/public/credit-routes.ts';
import type { Courier, EventHandlers, PostTables } from '#main/post/index.ts';
import {
  dropOldMails,
  type MailRole,
  type Mailroom,
  type MailSetting,
  type MailTables,
  startMailSender,
  watchMailbox,
} from '#main/post/mail/index.ts';
import { agencyMigrations } from '#main/roles/agency/tables.ts';
import { countInFlight } from '#main/roles/credit/in-flight.ts';
import { forgetAttempts } from '#main/roles/credit/attempts.ts';
import { billingDesk } from '#main/roles/credit/billing-desk.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { disputesDesk } from '#main/roles/credit/disputes-desk.ts';
import { creditDesk } from '#main/roles/credit/desk.ts';
import { creditEvents } from '#main/roles/credit/events.ts';
import { followInquiries } from '#main/roles/credit/follow-inquiries.ts';
import { clearPackages } from '#main/roles/credit/forwarding.ts';
import { forwardingDesk } from '#main/roles/credit/forwarding-desk.ts';
import { packageOffset, receivePackage } from '#main/roles/credit/goods-in.ts';
import { composeGoodsMail, followGoodsMail } from '#main/roles/credit/goods-mail.ts';
import { inquiryDesk } from '#main/roles/credit/inquiry-desk.ts';
import { forgetInquiries } from '#main/roles/credit/inquiry-lists.ts';
import { keepBilling } from '#main/roles/credit/keep-billing.ts';
import { readCreditKnowledge } from '#main/roles/credit/knowledge.ts';
import { openPackageStore } from '#main/roles/credit/package-store.ts';
import { forgetPasskeyChallenges } from '#main/roles/credit/passkeys.ts';
import { composeResetMail } from '#main/roles/credit/reset-mail.ts';
import { forgetResets } from '#main/roles/credit/resets.ts';
import { endHolds, endStalePayments } from '#main/roles/credit/settle.ts';
import { statementFollowers, statementMails } from '#main/roles/credit/statement-paper.ts';
import { readCreditOverview } from '#main/roles/credit/overview.ts';
import { creditMigrations, type CreditTables } from '#main/roles/credit/tables.ts';
import { knowledgeDesk } from '#main/roles/office/knowledge-desk.ts';
import type { Storage } from '#main/storage/index.ts';
import { DEMO_COST } from '#main/vault/index.ts';
import { openAgencyBeside } from './agency-beside.ts';
import { FILES } from './config.ts';
import { type Built, type Foundation, openCellar, type Report, type Role } from './role.ts';

export async function buildCredit(foundation: Foundation): Promise<Built> {
  const { folder, config, vault, press, clock } = foundation;
  const migrations = config.agency ? { ...creditMigrations, ...agencyMigrations } : creditMigrations;
  const { storage, changes, post } = await openCellar<CreditTables>(foundation, migrations);
  const { id: self, name } = config;
  const beside = config.agency && openAgencyBeside(foundation, { storage, changes, post }, () => credit);
  const credit: Credit = {
    self,
    name,
    ...(config.public.listen && { publicUrl: config.public.url }),
    storage,
    vault,
    post,
    mailroom: { self, storage: storage as unknown as Storage<MailTables>, vault, changes, clock },
    ...(config.mail !== undefined && { mail: config.mail }),
    press,
    packages: await openPackageStore(join(folder, FILES.packages)),
    changes,
    clock,
    ...(config.demo && { scrypt: DEMO_COST }),
    ...(beside && { tellAgency: beside.tellAgency }),
  };
  const mails: MailRole<CreditTables> = {
    composers: {
      goods: composeGoodsMail(credit),
      ...statementMails(credit),
      reset: composeResetMail(credit),
    },
    followers: {
      goods: (db, outcome) => followGoodsMail(credit, db, outcome),
      ...statementFollowers(credit),
    },
  };
  const role: Role = {
    desk: {
      ...creditDesk(credit),
      ...forwardingDesk(credit),
      ...billingDesk(credit),
      ...disputesDesk(credit),
      ...inquiryDesk(credit),
      ...knowledgeDesk((asked) => readCreditKnowledge(credit, asked)),
    },
    routes: creditRoutes(credit),
    events: creditEvents(credit) as EventHandlers<PostTables>,
    goods: {
      offset: (mall, receipt) => packageOffset(credit, mall, receipt),
      receive: (mall, receipt, part, body) => receivePackage(credit, mall, receipt, part, body),
    },
    couriers: (_, report) => [
      ...startMail(credit.mailroom, folder, config.mail, mails, report),
      followInquiries(credit, report('inquiries')),
    ],
    overview: (days) => readCreditOverview(credit, days),
    inFlight: () => countInFlight(credit),
    housekeeping: [
      () => endStalePayments(credit),
      () => endHolds(credit),
      () => forgetAttempts(credit),
      () => forgetPasskeyChallenges(credit),
      () => forgetResets(credit),
      () => keepBilling(credit),
      () => clearPackages(credit),
      () => forgetInquiries(credit),
      () => dropOldMails(credit.mailroom),
    ],
  };
  return { role: beside?.join(role) ?? role, post, storage: storage as unknown as Storage<PostTables> };
}

/** Without a mail server mails wait, and the desk says so. */
function startMail<DB>(
  room: Mailroom,
  folder: string,
  setting: MailSetting | undefined,
  role: MailRole<DB>,
  report: Report,
): readonly Courier[] {
  if (!setting) return [];
  const sender = startMailSender(room, setting, folder, role, report('mail'));
  if (!setting.imap) return [sender];
  return [sender, watchMailbox(room, setting.imap, folder, role.followers, report('mailbox'))];
}
