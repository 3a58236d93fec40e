import { type CardProfile, type Post, sendChangedCard } from '#main/post/index.ts';
import type { KeyTimes, Vault } from '#main/vault/index.ts';

/** Months that a sealing key stays after its own: labels of that time still open, then for nobody (PROTOCOL.md §2). */
const RETENTION_MONTHS = 13;
const SIGNING_YEARS = 2;
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
  await vault.destroyKeys(new Date(monthFrom(now, -RETENTION_MONTHS).getTime() + 1));
}

async function keepSigningKey(vault: Vault, now: Date): Promise<void> {
  const overlap = now.getTime() + SIGNING_OVERLAP_DAYS * 86_400_000;
  if (vault.publicKeys().some((key) => key.use === 'sign' && Date.parse(key.exp) > overlap)) return;
  const exp = new Date(now);
  exp.setUTCFullYear(exp.getUTCFullYear() + SIGNING_YEARS);
  await vault.newSigningKey({ nbf: new Date(now.getTime() - 5 * 60_000).toISOString(), exp: exp.toISOString() });
}

/**
 * Keeps the keys and tells every partner when the card is not the one that was sent last – also when a crash came
 * between the new key and the message. Run at start and from time to time.
 */
export async function renewKeys(post: Post, profile: CardProfile): Promise<void> {
  await keepKeys(post.vault, post.clock());
  await sendChangedCard(post, profile);
}

/** The first keys of a new installation. */
export function makeFirstKeys(vault: Vault, now: Date): Promise<void> {
  return keepKeys(vault, now);
}
