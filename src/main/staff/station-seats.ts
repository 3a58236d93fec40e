/**
 * Who sits at a station. As long as its service can be reached, the service says so; a gate or a van lets in, cut off,
 * whoever signed in there before with the service's word – by a hash that the station made itself, of nobody else's PIN.
 * The list lies sealed by the station's vault and goes with its keys.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import type { Input } from '#shared/desk/contract.ts';
import type { Office, PartyOffice } from '#shared/desk/office.ts';
import type { StationStaff } from '#shared/desk/station-copy.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import { PERMISSIONS, RANKS } from '#shared/domain/permission.ts';
import { foldName } from '#shared/domain/staff-secret.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { StationLine } from '#main/stations/index.ts';
import {
  hashSecret,
  randomToken,
  type RestCipher,
  type ScryptCost,
  tokenHash,
  verifySecret,
  writeFileAtomically,
} from '#main/vault/index.ts';
import type { Seats } from './seats.ts';
import { waitAfter } from './sign-in.ts';
import type { HeldSeat } from './staff.ts';

const knownSchema = z.object({
  name: z.string(),
  rank: z.enum(RANKS),
  permissions: z.array(z.enum(PERMISSIONS)),
  version: z.int(),
  lockMinutes: z.int(),
  /** scrypt with a salt of this station's own. */
  secret: z.string(),
  /** When the service last let this person sit down here. */
  enteredAt: z.iso.datetime(),
  wrong: z.int(),
  lockedUntil: z.iso.datetime().exactOptional(),
});
type Known = z.infer<typeof knownSchema>;

/** Days after which somebody who did not come back is not let in cut off any more. */
const KEPT_DAYS = 30;
const CONTEXT = 'station-staff';
/** Nobody answered, or nobody knows what became of the question. */
const CUT_OFF: readonly ErrorCode[] = ['unavailable', 'station-offline'];

export interface StationSeatsSetting {
  readonly office: PartyOffice;
  readonly station: StationIdentity;
  readonly line: StationLine;
  /** Where the list lies; left out at a station that can do nothing cut off. */
  readonly list?: { readonly file: string; readonly rest: RestCipher };
  readonly clock: () => Date;
  readonly cost?: ScryptCost;
}

export interface StationSeats extends Seats {
  /** As the service says the accounts stand now; whoever is not named is out. */
  take(staff: readonly StationStaff[]): Promise<void>;
}

export async function openStationSeats(setting: StationSeatsSetting): Promise<StationSeats> {
  const { office, station, line, list, clock, cost } = setting;
  const tickets = new Map<string, string>();
  const seats = new Map<string, HeldSeat>();
  let known = list ? await readKnown(list) : [];

  async function keep(next: Known): Promise<void> {
    if (!list) return;
    known = [...known.filter(({ name }) => foldName(name) !== foldName(next.name)), next];
    await write();
  }

  async function write(): Promise<void> {
    if (!list) return;
    const now = clock();
    known = known.filter((each) => !isForgotten(each, now));
    const sealed = list.rest.seal(CONTEXT, utf8(JSON.stringify(known)));
    await writeFileAtomically(list.file, toBase64Url(sealed));
  }

  function sit(
    found: Pick<Office, 'who' | 'rank' | 'permissions' | 'lockMinutes' | 'ownSecretDue'>,
    version: number,
    kept?: string,
  ) {
    const { who, rank, permissions, lockMinutes, ownSecretDue: secretDue = false } = found;
    const due = secretDue && { ownSecretDue: true };
    const seat: HeldSeat = { account: foldName(who), name: who, rank, permissions, version, secretDue };
    seats.set(seat.account, seat);
    const ticket = kept ?? randomToken();
    tickets.set(tokenHash(ticket), seat.account);
    return ok({
      seat,
      office: { ...office, station, who, rank, permissions, lockMinutes, ticket, ...due } satisfies Office,
    });
  }

  async function byService(clerk: string, secret: string): Promise<Result<Office>> {
    const answer = await line.call('office.enter', { clerk, secret }, { who: clerk });
    return answer as Result<Office>;
  }

  /** Cut off: a try counts before it is looked at, as at the service. */
  async function byList(clerk: string, secret: string): Promise<Result<Known>> {
    const now = clock();
    const found = known.find(({ name }) => foldName(name) === foldName(clerk));
    if (!found || isForgotten(found, now)) return fail('station-offline');
    if (found.lockedUntil !== undefined && found.lockedUntil > now.toISOString()) {
      return fail('locked-out', found.lockedUntil);
    }
    const wrong = found.wrong + 1;
    const wait = waitAfter(wrong);
    const lockedUntil = new Date(now.getTime() + wait).toISOString();
    const { lockedUntil: _, ...rest } = found;
    await keep({ ...rest, wrong, ...(wait > 0 && { lockedUntil }) });
    if (!(await verifySecret(secret, found.secret))) {
      return wait > 0 ? fail('locked-out', lockedUntil) : fail('wrong-secret');
    }
    const right = { ...rest, wrong: 0 };
    await keep(right);
    return ok(right);
  }

  return {
    enter: async ({ clerk, secret, ticket }: Input<'office.enter'>) => {
      const held = ticket === undefined ? undefined : seats.get(tickets.get(tokenHash(ticket)) ?? '');
      if (held && held.account === foldName(clerk)) {
        const lockMinutes = known.find(({ name }) => name === held.name)?.lockMinutes ?? 10;
        const ownSecretDue = held.secretDue === true;
        return sit({ who: held.name, ...held, lockMinutes, ownSecretDue }, held.version, ticket);
      }
      if (secret === undefined) return fail('secret-needed');
      const answer = await byService(clerk, secret);
      if (answer.ok) {
        const { who, rank, permissions, lockMinutes, version = 0, ownSecretDue } = answer.value;
        // Cut off nobody could choose an own one.
        if (list && !ownSecretDue) {
          const hash = await hashSecret(secret, cost);
          const enteredAt = clock().toISOString();
          const facts = { name: who, rank, permissions: [...permissions], version, lockMinutes };
          await keep({ ...facts, secret: hash, enteredAt, wrong: 0 });
        }
        return sit(answer.value, version);
      }
      if (!list || !CUT_OFF.includes(answer.error.code)) {
        return answer.error.code === 'unavailable' ? fail('station-offline') : answer;
      }
      const opened = await byList(clerk, secret);
      return opened.ok ? sit({ who: opened.value.name, ...opened.value }, opened.value.version) : opened;
    },
    leave: (ticket) => void (ticket !== undefined && tickets.delete(tokenHash(ticket))),
    still: async ({ account, version }) => {
      const seat = seats.get(account);
      return seat?.version === version ? seat : undefined;
    },
    atStation: async () => undefined,
    take: async (staff) => {
      const standing = new Map(staff.map((each) => [foldName(each.name), each]));
      for (const [account, seat] of seats) {
        const now = standing.get(account);
        if (now?.version !== seat.version) seats.delete(account);
        else seats.set(account, { ...seat, rank: now.rank, permissions: now.permissions });
      }
      const next = known.flatMap((each) => {
        const now = standing.get(foldName(each.name));
        if (now?.version !== each.version) return [];
        return [{ ...each, rank: now.rank, permissions: [...now.permissions] }];
      });
      if (JSON.stringify(next) === JSON.stringify(known)) return;
      known = next;
      await write();
    },
  };
}

function isForgotten({ enteredAt }: Known, now: Date): boolean {
  return now.getTime() - Date.parse(enteredAt) > KEPT_DAYS * 86_400_000;
}

/** Throws on what this station's vault did not seal: the file was altered. */
async function readKnown({ file, rest }: NonNullable<StationSeatsSetting['list']>): Promise<Known[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const opened = rest.open(CONTEXT, fromBase64Url(text) ?? new Uint8Array());
  if (!opened) throw new Error('the list of who signed in at this station does not open');
  return z.array(knownSchema).parse(JSON.parse(fromUtf8(opened)));
}
