/** What staff see of the party's own keys, and what soon ends. No private half is ever in it. */
import {
  type CertificatePartner,
  type KeysView,
  type KeyWarning,
  type SealingKeyRow,
  type SigningKeyRow,
  WARNING_DAYS,
  warningStep,
} from '#shared/desk/keys.ts';
import { type CardKey, currentKey, isValidAt } from '#shared/protocol/party-card.ts';
import { cardsSent, comparedBy, judgePartnerClocks, nextSigningKey, type Post } from '#main/post/index.ts';
import { keyIdOf, keyThumbprint } from '#main/vault/index.ts';
import { type CertificateRoom, certificateRows } from './certificates.ts';
import { destructionOf } from './keys.ts';

const DAY_MS = 86_400_000;
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
    certificates: await Promise.all(
      certificateRows(room).map(async (row) =>
        row.use === 'partner' ? { ...row, partners: await certificatePartners(post) } : row,
      ),
    ),
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

/** Who was told of the keys of the partner door, and who has met the one in use. */
async function certificatePartners(post: Post): Promise<CertificatePartner[]> {
  const { read } = post.storage;
  const partners = await read
    .selectFrom('partner')
    .select(['id', 'name', 'last_sent_at', 'last_received_at'])
    .where('state', '=', 'approved')
    .orderBy('name')
    .execute();
  const cards = await cardsSent(post);
  const installed = await read
    .selectFrom('trail')
    .select('at')
    .where('action', 'in', ['certificate.installed', 'certificate.renewed'])
    .where('subject', '=', 'partner')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return partners.map(({ id, name, last_sent_at, last_received_at }) => {
    const card = cards.get(id);
    // Both doors show it: whoever sends to us has met it as well.
    const met = [last_sent_at ?? '', last_received_at ?? ''].sort().at(-1)!;
    return {
      id,
      name,
      ...(card && (card.takenAt === undefined ? { card: 'waiting' } : { card: 'taken', takenAt: card.takenAt })),
      ...(met > (installed?.at ?? '') && { metAt: met }),
    };
  });
}

const newestFirst = (keys: readonly CardKey[]): CardKey[] =>
  [...keys].sort((a, b) => Date.parse(b.nbf) - Date.parse(a.nbf));

/** What ends within two months or is wrong already, most urgent first. */
export async function keyWarnings(room: CertificateRoom): Promise<KeyWarning[]> {
  const { post } = room;
  const now = post.clock().getTime();
  const warnings: KeyWarning[] = [];
  const ends = (what: KeyWarning['what'], end: Date | undefined): void => {
    if (end === undefined) return;
    const days = Math.floor((end.getTime() - now) / DAY_MS);
    const step = warningStep(days);
    // What renews by itself does so before anybody need to know.
    if (step !== undefined && (step !== 'early' || room.authority.state() !== 'open'))
      warnings.push({ what, days, step });
  };
  for (const use of room.uses) ends(`${use}-certificate`, post.vault.certificate(use)?.notAfter);
  const list = await room.revocations.until();
  // A list lives for a month at the most: it is late only when little of that is left.
  if (list && list.getTime() - now < WARNING_DAYS.urgent * DAY_MS) ends('revocations', list);
  const signing = await signingRows(post);
  const waiting = signing.find(({ state }) => state === 'next')?.partners.some(({ state }) => state !== 'compared');
  if (waiting) ends('signing-key', new Date(signing.find(({ state }) => state === 'signing')!.until));
  const clocks = await judgePartnerClocks(post);
  const skew = (what: KeyWarning['what'], seconds: number): void => {
    warnings.push({ what, seconds, step: Math.abs(seconds) >= URGENT_SKEW ? 'urgent' : 'soon' });
  };
  if (clocks.own !== undefined) skew('own-clock', clocks.own);
  for (const { seconds } of clocks.partners) skew('partner-clock', seconds);
  if (clocks.either) skew('partner-clock', clocks.either.seconds);
  const near = ({ step }: KeyWarning): number => WARNING_DAYS[step];
  return warnings.sort((a, b) => near(a) - near(b) || (a.days ?? 0) - (b.days ?? 0));
}
