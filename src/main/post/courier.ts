import type { IncomingMessage } from 'node:http';
import { type Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { ERRORS } from '#shared/errors.ts';
import { EVENT_TYPE } from '#shared/protocol/event.ts';
import { codeOf, nextPartnerTry, openPartnerAgents, type PartnerNetwork } from './partner-agents.ts';
import { findPartner, type Partner } from './find-partner.ts';
import { bodyOf, forgetBody } from './passing.ts';
import { spkiPin } from '#main/vault/index.ts';
import type { Post } from './post.ts';

export interface Courier {
  stop(): Promise<void>;
}

const TIMEOUT_MS = 15_000;
const BATCH = 32;
const POLL_MS = 1000;
/** Answers that a later try can change, beside every 5xx: not (or no longer) registered there, too many, too early. */
const TRY_AGAIN = new Set([401, 403, 408, 425, 429]);

/** What an answer shows of the partner's server itself. */
interface Server {
  /** Its clock less ours, ms. */
  readonly offset?: number;
  readonly certificateUntil?: string;
  readonly pin?: string;
}

type Answer = { readonly server?: Server } & (
  | { readonly accepted: true; readonly answered: true }
  | {
      readonly accepted: false;
      readonly error: string;
      readonly final: boolean;
      /** Whether the partner said so itself; else it was not reached. */
      readonly answered: boolean;
    }
);
/** Problem details of our own codes are short. */
const LARGEST_PROBLEM = 4096;

/**
 * Starts bringing messages; each partner is served on its own, so that one that is down holds nobody up.
 *
 * @param report told what broke on our own side: no signing key, a certificate that can't be used, the database
 */
export function startCourier(
  post: Post,
  currentNetwork: () => PartnerNetwork,
  report: (error: unknown) => void,
): Courier {
  const agents = openPartnerAgents(post);
  const rounds = new Map<string, Promise<void>>();
  /** Partners for whom something was written while their round was ending. */
  const missed = new Set<string>();
  let stopped = false;

  async function visitPartners(): Promise<void> {
    if (stopped) return;
    const due = await post.storage.read
      .selectFrom('outbox')
      .select('partner')
      .distinct()
      .where('next_at', '<=', post.clock().toISOString())
      .where('accepted_at', 'is', null)
      .where('rejected_at', 'is', null)
      .execute();
    for (const { partner } of due) {
      if (stopped) return;
      if (rounds.has(partner)) {
        missed.add(partner);
        continue;
      }
      const round = bringMessages(partner)
        .catch(report)
        .finally(() => {
          rounds.delete(partner);
          if (missed.delete(partner)) visit();
        });
      rounds.set(partner, round);
    }
  }

  async function bringMessages(id: string): Promise<void> {
    for (;;) {
      const partner = await findPartner(post.storage.read, id);
      if (stopped || partner?.state !== 'approved') return;
      const rows = await post.storage.read
        .selectFrom('outbox')
        .select(['id', 'type', 'event', 'attempts', 'newest_key'])
        .where('partner', '=', id)
        .where('next_at', '<=', post.clock().toISOString())
        .where('accepted_at', 'is', null)
        .where('rejected_at', 'is', null)
        .orderBy('created_at')
        .limit(BATCH)
        .execute();
      if (rows.length === 0) return;
      const batch = await withBodies(rows);
      if (batch.length === 0) continue;
      // The first alone: when the partner is down, one connection finds out, not all.
      const answers = [await bring(partner, batch[0]!)];
      if (answers[0]!.answered) {
        answers.push(...(await Promise.all(batch.slice(1).map((message) => bring(partner, message)))));
      }
      await noteAnswers(id, batch, answers);
    }
  }

  /** One that was never written down, and is not in memory any more, can't be brought: the outbox forgets it. */
  async function withBodies<R extends { readonly id: string; readonly event: string }>(
    rows: readonly R[],
  ): Promise<R[]> {
    const bodies = rows.map((row) => bodyOf(post, row));
    const lost = rows.filter((_, at) => bodies[at] === undefined).map(({ id }) => id);
    if (lost.length > 0) await post.storage.write((db) => db.deleteFrom('outbox').where('id', 'in', lost).execute());
    return rows.flatMap((row, at) => (bodies[at] === undefined ? [] : [{ ...row, event: bodies[at] }]));
  }

  async function noteAnswers(
    partner: string,
    batch: readonly { id: string; type: string; attempts: number; newest_key: number }[],
    answers: readonly Answer[],
  ): Promise<void> {
    const now = post.clock();
    await post.storage.write(async (db) => {
      for (const [at, message] of batch.entries()) {
        // Those not tried share the fate of the first: the partner can't be reached.
        const answer = answers[at] ?? answers[0]!;
        const tried = { attempts: message.attempts + 1 };
        await db
          .updateTable('outbox')
          .set(
            answer.accepted
              ? { ...tried, accepted_at: now.toISOString(), last_error: null }
              : answer.final
                ? { ...tried, rejected_at: now.toISOString(), last_error: answer.error }
                : { ...tried, next_at: nextPartnerTry(now, message.attempts), last_error: answer.error },
          )
          .where('id', '=', message.id)
          .execute();
      }
      const sent = batch.findLast((message, at) => answers[at]?.accepted === true && message.newest_key === 0);
      const server = answers.find((answer) => answer.server)?.server;
      const seen = {
        ...(sent && { last_sent_at: now.toISOString(), last_sent_type: sent.type }),
        ...(server?.offset !== undefined && { clock_offset: server.offset, clock_at: now.toISOString() }),
        ...(server?.pin !== undefined && { pin_met: server.pin, certificate_until: server.certificateUntil ?? null }),
      };
      if (Object.keys(seen).length > 0) await db.updateTable('partner').set(seen).where('id', '=', partner).execute();
      post.changes.announce('post');
    });
    for (const [at, { id }] of batch.entries()) {
      const answer = answers[at];
      if (answer?.accepted || (answer && !answer.accepted && answer.final)) forgetBody(post, id);
    }
  }

  async function bring(
    partner: Partner,
    { event, newest_key }: { readonly event: string; readonly newest_key: number },
  ): Promise<Answer> {
    try {
      const { vault, clock } = post;
      const sign = newest_key === 1 ? vault.signNewest : vault.sign;
      const body = await sign(EVENT_TYPE, event, { aud: partner.id });
      const network = currentNetwork();
      return await postToInbox({ agent: agents.of(partner, network), network, partner, clock }, body);
    } catch (error) {
      report(error);
      return { accepted: false, error: codeOf(error), final: false, answered: false };
    }
  }

  const visit = (): void => void visitPartners().catch(report);
  post.storage.onCommit(visit);
  const timer = setInterval(visit, POLL_MS);
  visit();

  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      agents.close();
      await Promise.all(rounds.values());
    },
  };
}

interface Line {
  readonly agent: Agent;
  readonly network: PartnerNetwork;
  readonly partner: Partner;
  readonly clock: () => Date;
}

function postToInbox({ agent, network, partner, clock }: Line, body: string): Promise<Answer> {
  return new Promise((resolve) => {
    const retry = (error: string): void => resolve({ accepted: false, error, final: false, answered: false });
    const asked = clock().getTime();
    const outgoing = request(
      new URL('/partner/inbox', partner.card.partner),
      {
        method: 'POST',
        agent,
        timeout: TIMEOUT_MS,
        headers: { 'content-type': 'application/jose', 'content-length': Buffer.byteLength(body) },
        ...(network.lookup && { lookup: network.lookup }),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        const server = readServer(response, (asked + clock().getTime()) / 2);
        let said = '';
        response.setEncoding('utf8');
        response.on('error', () => retry('unreachable'));
        response.on('data', (piece: string) => (said = (said + piece).slice(0, LARGEST_PROBLEM)));
        response.on('end', () => {
          if (status === 202) return resolve({ accepted: true, answered: true, server });
          const final = status >= 400 && status < 500 && !TRY_AGAIN.has(status);
          resolve({ accepted: false, error: readCode(said) ?? `HTTP ${status}`, final, answered: true, server });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', (error: NodeJS.ErrnoException) => retry(error.code ?? 'unreachable'));
    outgoing.end(body);
  });
}

/** One of our own codes; whatever else a partner says is not repeated. */
function readCode(problem: string): string | undefined {
  const code = /"type":"urn:tokumei:([a-z-]+)"/.exec(problem)?.[1];
  return code !== undefined && Object.hasOwn(ERRORS, code) ? code : undefined;
}

/** @param between when the answer was made, as near as we know, by our clock */
function readServer({ headers, socket }: IncomingMessage, between: number): Server {
  const date = Date.parse(headers.date ?? '');
  const certificate = (socket as TLSSocket).getPeerX509Certificate();
  return {
    // It counts whole seconds: half of one has passed, as near as anybody knows.
    ...(!Number.isNaN(date) && { offset: Math.round(date + 500 - between) }),
    ...(certificate && {
      certificateUntil: certificate.validToDate.toISOString(),
      pin: spkiPin(certificate.raw),
    }),
  };
}
