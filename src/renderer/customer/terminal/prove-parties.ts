/**
 * The parties of one order prove themselves before anything is sealed for them (MISSION.md C6): each gets a challenge
 * under the very key that its part will be sealed with, and the mall only carries them.
 */
import { z } from 'zod';
import { NONCE_BYTES } from '#shared/protocol/challenge.ts';
import {
  checkAnswer,
  type CustomerEnd,
  type MadeChallenge,
  makeChallenge,
  type SheetParty,
} from '#shared/protocol/make-bundle.ts';
import type { Sealer } from '#shared/protocol/order-part.ts';
import { type Answers, answersSchema, type OrderSheet } from '#shared/protocol/order-sheet.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import { endByFile, endByPublicKey, type KeyFile } from '../seal/customer-ends.ts';
import { askMall, type OrderCode } from './ask-mall.ts';
import { fetchKey } from './fetch-key.ts';

/** How far one party is. */
export interface Proof {
  readonly state: 'held' | 'asking' | 'waiting' | 'proven' | 'failed';
  /** Known from `waiting` on. */
  readonly scheme?: Sealer['scheme'];
  readonly failure?: Failure;
}

/** The ends of all parties, each proven, by party id. */
export type ProvenEnds = ReadonlyMap<string, CustomerEnd>;

export interface Proving {
  /** Fails with the first failure; `wrong-state` when stopped. */
  readonly proven: Promise<Result<ProvenEnds>>;
  /** Another round takes over. */
  stop(): void;
}

/** An answer may need the party to come back; a challenge does not wait for ever. */
const CHALLENGE_SECONDS = 600;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 4_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Begins at once. @param show told whenever a party is further */
export function proveParties(
  code: OrderCode,
  sheet: OrderSheet,
  files: readonly KeyFile[],
  show: (party: string, proof: Proof) => void,
): Proving {
  let stopped = false;
  const tell: typeof show = (party, proof) => {
    if (!stopped) show(party, proof);
  };
  return {
    proven: proveAll(code, sheet, files, tell, () => stopped).catch(() => fail('internal')),
    stop: () => {
      stopped = true;
    },
  };
}

interface Challenged {
  readonly end: CustomerEnd;
  readonly made: MadeChallenge;
}

async function proveAll(
  code: OrderCode,
  sheet: OrderSheet,
  files: readonly KeyFile[],
  show: (party: string, proof: Proof) => void,
  isStopped: () => boolean,
): Promise<Result<ProvenEnds>> {
  const until = Math.floor(Date.now() / 1000) + CHALLENGE_SECONDS;
  for (const { id } of sheet.parties) show(id, { state: 'asking' });

  const begun = await Promise.all(
    sheet.parties.map(async (party): Promise<Result<Challenged>> => {
      const challenged = await challenge(sheet, party, files, until);
      if (challenged.ok) show(party.id, { state: 'waiting', scheme: challenged.value.end.by.scheme });
      else show(party.id, { state: 'failed', failure: challenged.error });
      return challenged;
    }),
  );
  const open = new Map<string, Challenged>();
  for (const each of begun) {
    if (!each.ok) return each;
    open.set(each.value.made.party, each.value);
  }
  const sent = await sendInTurn(async () => {
    if (isStopped()) return fail('wrong-state');
    const challenges = [...open.values()].map(({ made }) => made.request);
    return askMall(code, 'challenge', { challenges }, z.object({}));
  });
  const answered = sent.ok ? await awaitAnswers(code, open, until, show, isStopped) : sent;
  if (!answered.ok && answered.error.about !== undefined) {
    show(answered.error.about, { state: 'failed', failure: answered.error });
  }
  return answered;
}

let lastSent: Promise<unknown> = Promise.resolve();

/** The mall takes the newest challenge for the one that counts: one that was stopped must not arrive after it. */
function sendInTurn<T>(send: () => Promise<T>): Promise<T> {
  const sent = lastSent.then(send);
  lastSent = sent.catch(() => undefined);
  return sent;
}

async function challenge(
  sheet: OrderSheet,
  party: SheetParty,
  files: readonly KeyFile[],
  expires: number,
): Promise<Result<Challenged>> {
  const end = (await endByFile(files, party.id)) ?? (await endByCard(party));
  if (!end.ok) return end.error.about === undefined ? fail(end.error.code, party.id) : end;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const made = await makeChallenge(sheet, party, end.value, { nonce, expires }).catch(() => fail('unknown-key'));
  return made.ok ? ok({ end: end.value, made: made.value }) : fail('party-unproven', party.id);
}

async function endByCard(party: SheetParty): Promise<Result<CustomerEnd>> {
  const key = await fetchKey(party, new Date());
  return key.ok ? ok(await endByPublicKey(key.value)) : key;
}

/** Takes challenges out of `open` as they are answered. */
async function awaitAnswers(
  code: OrderCode,
  open: Map<string, Challenged>,
  until: number,
  show: (party: string, proof: Proof) => void,
  isStopped: () => boolean,
): Promise<Result<ProvenEnds>> {
  const proven = new Map<string, CustomerEnd>();
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 1.5, LONGEST_WAIT_MS)) {
    await wait(pause);
    if (isStopped()) return fail('wrong-state');
    const heard = await askMall(code, 'answers', {}, answersSchema);
    // A line that breaks for a moment is not a party that fails.
    const answers: Answers['answers'] = heard.ok ? heard.value.answers : [];
    if (!heard.ok && heard.error.code !== 'unavailable') return heard;
    for (const [party, { end, made }] of open) {
      const { scheme } = end.by;
      const answer = answers.find((each) => each.party === party);
      const checked = await checkAnswer(made, end, answer);
      if (!checked.ok) return checked;
      if (checked.value === 'waiting') continue;
      open.delete(party);
      proven.set(party, end);
      show(party, { state: 'proven', scheme });
    }
    if (open.size === 0) return ok(proven);
    if (Date.now() / 1000 > until) return fail('unavailable', [...open.keys()][0]);
  }
}
