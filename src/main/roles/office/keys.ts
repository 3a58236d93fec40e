import { SEALING_KEY_MONTHS } from '#shared/domain/knowledge.ts';
import { type CardKey, isValidAt } from '#shared/protocol/party-card.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type CardProfile, nextSigningKey, type Post, sendChangedCard } from '#main/post/index.ts';
import { keyIdOf, keyThumbprint, type KeyTimes, type Vault } from '#main/vault/index.ts';

const SIGNING_YEARS = 2;
const DAY_MS = 86_400_000;
/** Days before its end that a signing key gets a successor: time for every partner's staff to compare it. */
const SIGNING_OVERLAP_DAYS = 60;

function monthFrom(at: Date, offset: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));
}

function sealingTimes(at: Date, offset: number): KeyTimes {
  return { nbf: monthFrom(at, offset).toISOString(), exp: monthFrom(at, offset + 1).toISOString() };
}

/**
 * One sealing key per month for the whole party, this month's and the next ready; those past their retention are
 * destroyed. A signing key near its end gets a successor beside it.
 */
export async function keepKeys(vault: Vault, now: Date): Promise<void> {
  for (const offset of [0, 1]) {
    const times = sealingTimes(now, offset);
    const has = vault.publicKeys().some((key) => key.use === 'seal' && Date.parse(key.nbf) === Date.parse(times.nbf));
    if (has) continue;
    await vault.newSealingKey(times);
  }
  await keepSigningKey(vault, now);
  // A key ends with the first instant of the next month, and its retention a whole number of months later.
  await vault.destroyKeys(new Date(monthFrom(now, -SEALING_KEY_MONTHS).getTime() + 1));
}

async function keepSigningKey(vault: Vault, now: Date): Promise<void> {
  const overlap = now.getTime() + SIGNING_OVERLAP_DAYS * DAY_MS;
  if (vault.publicKeys().some((key) => key.use === 'sign' && Date.parse(key.exp) > overlap)) return;
  await vault.newSigningKey(signingTimes(now));
}

/**
 * Keeps the keys and tells every partner when the card is not the one that was sent last – also when a crash came
 * between the new key and the message. Run at start and from time to time.
 */
export async function renewKeys(post: Post, profile: CardProfile): Promise<void> {
  await keepKeys(post.vault, post.clock());
  await sendChangedCard(post, profile);
}

/** When a key and with it everything sealed to it is destroyed: the first of a month, thirteen after its end's. */
export function destructionOf({ exp }: Pick<CardKey, 'exp'>): Date {
  const end = new Date(Date.parse(exp) - 1);
  return monthFrom(end, 1 + SEALING_KEY_MONTHS);
}

/**
 * Another sealing key from this moment on; the one before is sealed to no more, and opens what was for its retention.
 * The one that was ready for the next month goes too, unused: it may have been where the old one was. Returns the new
 * key's id.
 */
export async function rotateSealingKey(post: Post, who: string, reason: string): Promise<string> {
  const { vault, clock, storage, changes } = post;
  const now = clock();
  const inUse = vault.publicKeys().filter(({ use, exp }) => use === 'seal' && Date.parse(exp) > now.getTime());
  const key = await vault.newSealingKey({ nbf: now.toISOString(), exp: monthFrom(now, 1).toISOString() });
  for (const { x } of inUse) expectOk(await vault.endKey(x, now));
  await keepKeys(vault, now);
  const id = keyIdOf(key);
  await storage.write(async (db) => {
    await recordDeed(db, { at: now, who, action: 'key.rotated', subject: id, detail: reason });
    changes.announce('keys');
    changes.announce('stations');
  });
  return id;
}

/**
 * Another signing key beside the one in use, which from now on has only the time that partners' staff need to compare
 * the new one. Fails with `wrong-state` where they are comparing one already. Returns its id.
 */
export async function addSigningKey(post: Post, who: string, reason: string): Promise<Result<{ id: string }>> {
  const { vault, clock, storage, changes } = post;
  const now = clock();
  if (nextSigningKey(post)) return fail('wrong-state');
  const before = vault.publicKeys().filter((key) => key.use === 'sign' && isValidAt(key, now));
  const key = await vault.newSigningKey(signingTimes(now));
  for (const { x } of before) {
    expectOk(await vault.endKey(x, new Date(now.getTime() + SIGNING_OVERLAP_DAYS * DAY_MS)));
  }
  const id = (await keyThumbprint(key)).slice(0, 12);
  await storage.write(async (db) => {
    await recordDeed(db, { at: now, who, action: 'key.signing-made', subject: id, detail: reason });
    changes.announce('keys');
  });
  return ok({ id });
}

function signingTimes(now: Date): KeyTimes {
  const exp = new Date(now);
  exp.setUTCFullYear(exp.getUTCFullYear() + SIGNING_YEARS);
  // Partners' clocks may be a little behind.
  return { nbf: new Date(now.getTime() - 5 * 60_000).toISOString(), exp: exp.toISOString() };
}

/** The first keys of a new installation. */
export function makeFirstKeys(vault: Vault, now: Date): Promise<void> {
  return keepKeys(vault, now);
}
