import { setTimeout } from 'node:timers/promises';
import type { Writable } from '#main/storage/index.ts';
import { nextTry } from '../next-try.ts';
import type { MailComposers, MailFollowers, Mailroom } from './mail.ts';
import { endMail } from './queue.ts';
import type { MailSetting } from './setting.ts';
import { MAIL_SECRETS } from './setting.ts';
import type { MailTable, MailTables } from './tables.ts';
import { type Fault, faultOf, type MailLine, openMailLine } from './transport.ts';

export interface MailSender {
  stop(): Promise<void>;
}

export interface MailRole<DB> {
  readonly composers: MailComposers;
  readonly followers: MailFollowers<DB>;
}

const BATCH = 16;
const POLL_MS = 1000;
const PACE = { first: 60_000, longest: 60 * 60_000 };
/** No server took it in so long: it will not come. */
const GIVE_UP_MS = 3 * 86_400_000;
/** A server that does not answer holds up no ending. */
const STOP_MS = 5000;

type Outcome = 'sent' | 'gone' | Fault;

/** It would have to lead to a page, and there is none. */
const NO_LINK: Fault = { fault: 'no-public-pages', final: true, ofServer: false, ours: false };

/**
 * Starts sending what waits; of several that are due, the first finds out whether the server can be reached.
 *
 * @param folder the party's data folder
 * @param report told what broke on our own side: a composer, the database, a file
 */
export function startMailSender<DB>(
  room: Mailroom,
  setting: MailSetting,
  folder: string,
  role: MailRole<DB>,
  report: (error: unknown) => void,
): MailSender {
  let line: { readonly password: string | undefined; readonly open: Promise<MailLine> } | undefined;
  let round: Promise<void> | undefined;
  let missed = false;
  let stopped = false;
  let abandoned = false;

  /** Another password needs other connections. */
  function currentLine(): Promise<MailLine> {
    const password = room.vault.secret(MAIL_SECRETS.smtp);
    if (line && line.password === password) return line.open;
    closeLine();
    const open = openMailLine(room, folder, setting);
    // A missing authority's file is tried again; the mail that needed it says that it was not reached.
    open.catch(() => (line = undefined));
    line = { password, open };
    return open;
  }

  function closeLine(): void {
    void line?.open.then((open) => open.close()).catch(() => undefined);
    line = undefined;
  }

  function visit(): void {
    if (stopped) return;
    if (round) {
      missed = true;
      return;
    }
    round = sendWaiting()
      .catch(report)
      .finally(() => {
        round = undefined;
        if (missed) {
          missed = false;
          visit();
        }
      });
  }

  async function sendWaiting(): Promise<void> {
    const kinds = Object.keys(role.composers) as MailTable['kind'][];
    for (;;) {
      if (stopped || kinds.length === 0) return;
      const batch = await room.storage.read
        .selectFrom('mail')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('next_at', '<=', room.clock().toISOString())
        .where('kind', 'in', kinds)
        .orderBy('next_at')
        .limit(BATCH)
        .execute();
      if (batch.length === 0) return;
      const first = await sendMail(batch[0]!);
      if (typeof first === 'object' && first.ofServer) {
        // Those not tried share the fate of the first: the server can't be used.
        await room.storage.write(async (db) => {
          for (const mail of batch.slice(1)) await note(db, mail, first);
        });
      } else {
        await Promise.all(batch.slice(1).map(sendMail));
      }
    }
  }

  /** Each is recorded as soon as it is over: what is sent twice after a crash is what was on the line, no more. */
  async function sendMail(mail: MailTable): Promise<Outcome> {
    const outcome = await trySending(mail);
    if (!abandoned) await room.storage.write((db) => note(db, mail, outcome));
    return outcome;
  }

  async function trySending({ id, kind, subject, customer }: MailTable): Promise<Outcome> {
    try {
      const composed = await role.composers[kind]!({ id, kind, subject, customer });
      if (!composed.ok) return composed.error.code === 'no-public-pages' ? NO_LINK : 'gone';
      const open = await currentLine();
      await open.send(id, composed.value);
      return 'sent';
    } catch (error) {
      const fault = faultOf(error);
      if (fault.ours) report(error);
      return fault;
    }
  }

  async function note(db: Writable<MailTables>, mail: MailTable, outcome: Outcome): Promise<void> {
    const now = room.clock();
    const { id, kind, subject, customer } = mail;
    const begun = mail.tried_at ?? now.toISOString();
    await db
      .updateTable('mail')
      .set({ attempts: mail.attempts + 1, tried_at: begun })
      .where('id', '=', id)
      .execute();
    const about = { id, kind, subject, customer };
    if (outcome === 'sent') return endMail(room, db, role.followers, { ...about, state: 'sent' });
    if (outcome === 'gone') return endMail(room, db, role.followers, { ...about, state: 'failed', error: 'gone' });
    if (outcome.final || now.getTime() - Date.parse(begun) > GIVE_UP_MS) {
      return endMail(room, db, role.followers, { ...about, state: 'failed', error: outcome.fault });
    }
    await db
      .updateTable('mail')
      .set({ next_at: nextTry(now, mail.attempts, PACE), last_error: outcome.fault })
      .where('id', '=', id)
      .execute();
    room.changes.announce('forwarding');
  }

  room.storage.onCommit(visit);
  const timer = setInterval(visit, POLL_MS);
  visit();

  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      closeLine();
      await Promise.race([round, setTimeout(STOP_MS)]);
      abandoned = true;
    },
  };
}
