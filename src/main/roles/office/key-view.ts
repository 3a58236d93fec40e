/** What staff see of the party's own keys, and what soon ends. No private half is ever in it. */
import type { KeysView, KeyWarning, SealingKeyRow, SigningKeyRow } from '#shared/desk/keys.ts';
import { type CardKey, currentKey, isValidAt } from '#shared/protocol/party-card.ts';
import { comparedBy, judgePartnerClocks, nextSigningKey, type Post } from '#main/post/index.ts';
import { keyIdOf, keyThumbprint } from '#main/vault/index.ts';
import { type CertificateRoom, certificateRows } from './certificates.ts';
import { destructionOf } from './keys.ts';

const DAY_MS = 86_400_000;
/** Days before an end that staff are told, and that they are pressed. */
const WARN_DAYS = 30;
const URGENT_DAYS = 7;
/** Seconds beyond which partners refuse what we sign. */
const URGENT_SKEW = 120;
const THUMBPRINT = 12;

export type CountInFlight = () => Promise<ReadonlyMap<string, number>>;

export async function keysView(room: CertificateRoom, inFlight: CountInFlight): Promise<KeysView> {
  const { post, authority, revocations } = room;
  const until = await revocations.until();
  return {
    sealing: await sealingRows(post, await inFlight()),
    signing: await signingRows(post),
    certificates: certificateRows(room),
    ...(until && { revocationsUntil: until.toISOString() }),
    authority: authority.state(),
  };
}

async function sealingRows({ vault, clock }: Post, counts: ReadonlyMap<string, number>): Promise<SealingKeyRow[]> {
  const now = clock();
  const keys = vault.publicKeys().filter(({ use }) => use === 'seal');
  const current = currentKey({ keys }, 'seal', now);
  return newestFirst(keys).map((key) => ({
    id: keyIdOf(key),
    from: key.nbf,
    until: key.exp,
    state: key === current ? 'current' : Date.parse(key.nbf) > now.getTime() ? 'coming' : 'readable',
    destroyedAt: destructionOf(key).toISOString(),
    inFlight: counts.get(keyIdOf(key)) ?? 0,
  }));
}

async function signingRows(post: Post): Promise<SigningKeyRow[]> {
  const { vault, clock, storage } = post;
  const next = nextSigningKey(post);
  const partners = await storage.read
    .selectFrom('partner')
    .select(['id', 'name'])
    .where('state', '=', 'approved')
    .orderBy('name')
    .execute();
  const compared = next ? await comparedBy(storage.read, next) : new Set<string>();
  const told = next ? await toldSince(post, next) : new Set<string>();
  const stateOf = (id: string): 'untold' | 'told' | 'compared' =>
    compared.has(id) ? 'compared' : told.has(id) ? 'told' : 'untold';
  const keys = newestFirst(vault.publicKeys().filter(({ use }) => use === 'sign'));
  return Promise.all(
    keys.map(async (key) => {
      const isNext = next?.x === key.x;
      return {
        id: (await keyThumbprint(key)).slice(0, THUMBPRINT),
        from: key.nbf,
        until: key.exp,
        state: isNext ? 'next' : isValidAt(key, clock()) ? 'signing' : 'ended',
        partners: isNext ? partners.map(({ id, name }) => ({ id, name, state: stateOf(id) })) : [],
      } as const;
    }),
  );
}

/** Partners whose server has the card with this key on it. */
async function toldSince({ self, storage }: Post, key: CardKey): Promise<ReadonlySet<string>> {
  const rows = await storage.read
    .selectFrom('outbox')
    .select('partner')
    .where('type', '=', 'party.keys')
    .where('subject', '=', self)
    .where('newest_key', '=', 0)
    .where('accepted_at', 'is not', null)
    .where('created_at', '>=', new Date(key.nbf).toISOString())
    .execute();
  return new Set(rows.map(({ partner }) => partner));
}

const newestFirst = (keys: readonly CardKey[]): CardKey[] =>
  [...keys].sort((a, b) => Date.parse(b.nbf) - Date.parse(a.nbf));

/** What ends within a month or is wrong already, most urgent first. */
export async function keyWarnings(room: CertificateRoom): Promise<KeyWarning[]> {
  const { post } = room;
  const now = post.clock().getTime();
  const warnings: KeyWarning[] = [];
  const ends = (what: KeyWarning['what'], end: Date | undefined): void => {
    if (end === undefined) return;
    const days = Math.floor((end.getTime() - now) / DAY_MS);
    if (days < WARN_DAYS) warnings.push({ what, days, urgent: days < URGENT_DAYS });
  };
  for (const use of room.uses) ends(`${use}-certificate`, post.vault.certificate(use)?.notAfter);
  const list = await room.revocations.until();
  // A list lives for a month at the most: it is late only when little of that is left.
  if (list && list.getTime() - now < URGENT_DAYS * DAY_MS) ends('revocations', list);
  const signing = await signingRows(post);
  const waiting = signing.find(({ state }) => state === 'next')?.partners.some(({ state }) => state !== 'compared');
  if (waiting) ends('signing-key', new Date(signing.find(({ state }) => state === 'signing')!.until));
  const clocks = await judgePartnerClocks(post);
  const skew = (what: KeyWarning['what'], seconds: number): void => {
    warnings.push({ what, seconds, urgent: Math.abs(seconds) >= URGENT_SKEW });
  };
  if (clocks.own !== undefined) skew('own-clock', clocks.own);
  for (const { seconds } of clocks.partners) skew('partner-clock', seconds);
  if (clocks.either) skew('partner-clock', clocks.either.seconds);
  return warnings.sort((a, b) => Number(b.urgent) - Number(a.urgent) || (a.days ?? 0) - (b.days ?? 0));
}
