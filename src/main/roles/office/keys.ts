import { type CardProfile, type Post, sendOwnCard } from '#main/post/index.ts';
import type { KeyTimes, Vault } from '#main/vault/index.ts';

/** Months that a sealing key stays after its own: labels of that time still open, then for nobody (PROTOCOL.md §2). */
const RETENTION_MONTHS = 13;
const SIGNING_YEARS = 2;

function monthFrom(at: Date, offset: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));
}

function sealingTimes(at: Date, offset: number): KeyTimes {
  return { nbf: monthFrom(at, offset).toISOString(), exp: monthFrom(at, offset + 1).toISOString() };
}

/**
 * One sealing key per month for the whole party, this month's and the next ready; those past their retention are
 * destroyed.
 *
 * @returns whether the card changed, so that partners are told
 */
export async function keepKeys(vault: Vault, now: Date): Promise<boolean> {
  let changed = false;
  for (const offset of [0, 1]) {
    const times = sealingTimes(now, offset);
    const has = vault.publicKeys().some((key) => key.use === 'seal' && Date.parse(key.nbf) === Date.parse(times.nbf));
    if (has) continue;
    await vault.newSealingKey(times);
    changed = true;
  }
  // A key ends with the first instant of the next month, and its retention a whole number of months later.
  const destroyed = await vault.destroyKeys(new Date(monthFrom(now, -RETENTION_MONTHS).getTime() + 1));
  return changed || destroyed.length > 0;
}

/** Keeps the keys and tells every partner when they changed. Run at start and from time to time. */
export async function renewKeys(post: Post, profile: CardProfile): Promise<void> {
  if (await keepKeys(post.vault, post.clock())) await sendOwnCard(post, profile);
}

/** The first keys of a new installation. */
export async function makeFirstKeys(vault: Vault, now: Date): Promise<void> {
  const exp = new Date(now);
  exp.setUTCFullYear(exp.getUTCFullYear() + SIGNING_YEARS);
  await vault.newSigningKey({ nbf: new Date(now.getTime() - 5 * 60_000).toISOString(), exp: exp.toISOString() });
  await keepKeys(vault, now);
}
