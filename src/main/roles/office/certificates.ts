/** The certificates of the party's TLS doors: requested, taken into use without a restart, and renewed in time. */
import { type CertificateRow, type CertificateUse } from '#shared/desk/keys.ts';
import type { TrailAction } from '#main/audit/index.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Post } from '#main/post/index.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { OwnAuthority } from './own-authority.ts';

const DAY_MS = 86_400_000;
/** Days before its end that a certificate is renewed without being asked, where that can be done. */
const RENEW_DAYS = 30;
/** Days before its end that a list of withdrawn certificates is written anew. */
const LIST_DAYS = 7;
/** How the trail names what was done without anybody. */
const BY_ITSELF = 'automatic';

export interface CertificateRoom {
  readonly post: Post;
  readonly id: string;
  /** The doors that this party has. */
  readonly uses: readonly CertificateUse[];
  readonly authority: OwnAuthority;
  /** Called when another certificate, or key, is in the vault: the door shows it from now on. */
  readonly takeIntoUse: (use: CertificateUse) => Promise<void>;
  readonly revocations: {
    /** End of the list in use; `undefined` where the group has none. */
    readonly until: () => Promise<Date | undefined>;
    /** Checks a newer list and puts it where the doors take it from. Fails with `revocations-invalid`. */
    readonly install: (pem: string) => Promise<Result<Date>>;
  };
}

export function certificateRows({ post, id, uses, authority }: CertificateRoom): CertificateRow[] {
  const now = post.clock().getTime();
  return uses.map((use) => {
    const installed = post.vault.certificate(use);
    const pendingPin = post.vault.pendingPin(use);
    return {
      use,
      ...(installed && {
        until: installed.notAfter.toISOString(),
        days: Math.floor((installed.notAfter.getTime() - now) / DAY_MS),
        pin: installed.pin,
        issuer: installed.issuer,
      }),
      hosts: installed?.hosts ?? [id],
      ...(pendingPin !== undefined && { pendingPin }),
      renewable: installed !== undefined && authority.state() === 'open',
    };
  });
}

/** PKCS#10 for the key in use, or for a new one that then waits beside it; partners are told its pin. */
export async function requestOne(
  room: CertificateRoom,
  who: string,
  { use, newKey }: { readonly use: CertificateUse; readonly newKey: boolean },
): Promise<Result<{ request: string; pin: string }>> {
  const { vault } = room.post;
  if (!room.uses.includes(use)) return fail('not-found', use);
  if (newKey) await vault.newTlsKey(use);
  const request = await vault.certificateRequest(use, hostsOf(room, use));
  if (!request.ok) return request;
  await note(room, who, 'certificate.requested', use, newKey ? 'new key' : undefined);
  return ok({ request: request.value, pin: vault.pendingPin(use) ?? vault.certificate(use)!.pin });
}

export async function installOne(
  room: CertificateRoom,
  who: string,
  use: CertificateUse,
  install: () => Promise<Result<void>>,
  action: TrailAction = 'certificate.installed',
): Promise<Result<{ until: string }>> {
  if (!room.uses.includes(use)) return fail('not-found', use);
  const installed = await install();
  if (!installed.ok) return installed;
  await room.takeIntoUse(use);
  const until = room.post.vault.certificate(use)!.notAfter.toISOString();
  await note(room, who, action, use, until.slice(0, 10));
  return ok({ until });
}

/** By the group's own authority, for the key in use: partners meet the pin that they know. */
export function renewOne(room: CertificateRoom, who: string, use: CertificateUse): Promise<Result<{ until: string }>> {
  const { vault } = room.post;
  // A key that waits would be certified instead, and its pin may not have been compared.
  if (vault.pendingPin(use) !== undefined) return Promise.resolve(fail('wrong-state', 'pending'));
  return installOne(room, who, use, () => room.authority.certify(use, hostsOf(room, use)), 'certificate.renewed');
}

const hostsOf = ({ post, id }: CertificateRoom, use: CertificateUse): readonly string[] =>
  post.vault.certificate(use)?.hosts ?? [id];

export async function installRevocations(
  room: CertificateRoom,
  who: string,
  pem: string,
): Promise<Result<{ until: string }>> {
  const installed = await room.revocations.install(pem);
  if (!installed.ok) return installed;
  const until = installed.value.toISOString();
  await note(room, who, 'revocations.installed', room.id, until.slice(0, 10));
  return ok({ until });
}

/** Renews what ends soon, where the group's own authority lies here and is open. Throws what went wrong with one. */
export async function renewInTime(room: CertificateRoom): Promise<void> {
  if (room.authority.state() !== 'open') return;
  const now = room.post.clock().getTime();
  const endsWithin = (end: Date | undefined, days: number): boolean =>
    end !== undefined && end.getTime() - now < days * DAY_MS;
  for (const use of room.uses) {
    const { vault } = room.post;
    if (vault.pendingPin(use) !== undefined || !endsWithin(vault.certificate(use)?.notAfter, RENEW_DAYS)) continue;
    expectDone(await renewOne(room, BY_ITSELF, use));
  }
  if (!endsWithin(await room.revocations.until(), LIST_DAYS)) return;
  const list = await room.authority.list();
  expectDone(list.ok ? await installRevocations(room, BY_ITSELF, list.value) : list);
}

/** While another program uses the authority, the next minute tries again. */
function expectDone(result: Result<unknown>): void {
  if (result.ok || result.error.code === 'already-running') return;
  throw Object.assign(new Error('renewal'), { code: result.error.code });
}

async function note(
  { post }: CertificateRoom,
  who: string,
  action: TrailAction,
  subject: string,
  detail?: string,
): Promise<void> {
  const { storage, clock, changes } = post;
  await storage.write((db) =>
    recordDeed(db, { at: clock(), who, action, subject, ...(detail !== undefined && { detail }) }),
  );
  changes.announce('keys');
}
