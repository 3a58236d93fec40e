/** What the fake mall and the fake carrier have in common: partners, post, the trail. */
import type { CommandName, Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Office, PartnerRow, PartyOffice, PostRow, TrailRow } from '#shared/desk/office.ts';
import { type NumberKind, mintNumber } from '#shared/domain/number.ts';
import { PERMISSIONS } from '#shared/domain/permission.ts';
import { fail, ok } from '#shared/result.ts';
import { GROUP_OF } from '#main/audit/trail-groups.ts';
import { openFakeAccounts } from './fake-accounts.ts';
import { fakeList } from './fake-list.ts';
import { openFakePartners } from './fake-partners.ts';
import { openFakeStations } from './fake-stations.ts';

/** The same numbers in every run. */
export function seededDigits(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % 10;
  };
}

export function minter(seed: number): (kind: NumberKind) => string {
  const digit = seededDigits(seed);
  return (kind) => mintNumber(kind, digit);
}

export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** The desk of somebody who may do everything, unless told otherwise. */
export function seated(office: PartyOffice, who = 'clerk 3', more: Partial<Office> = {}): Office {
  return { ...office, who, rank: 'administrator', permissions: PERMISSIONS, lockMinutes: 0, ...more };
}

export interface FakeOffice {
  readonly handlers: Pick<
    DeskHandlers,
    Extract<
      CommandName,
      | `office.${string}`
      | `accounts.${string}`
      | `partners.${string}`
      | `keys.${string}`
      | `certificates.${string}`
      | `authority.${string}`
      | `revocations.${string}`
      | `post.${string}`
      | `trail.${string}`
      | `stations.${string}`
    >
  >;
  note(who: string, action: string, subject: string, detail?: string): void;
}

const TRAIL_SHAPE = {
  time: ({ at }: TrailRow) => at,
  id: ({ id }: TrailRow) => id,
  state: ({ kind }: TrailRow) => kind,
  texts: ({ subject, detail = '' }: TrailRow) => [subject, detail],
};

export interface OfficeStock {
  readonly office: PartyOffice;
  readonly partners: PartnerRow[];
  readonly post: PostRow[];
}

export function openFakeOffice(stock: OfficeStock, announce: (topic: Topic) => void): FakeOffice {
  const { office, partners, post } = stock;
  const trail: TrailRow[] = [];
  const change = (id: string, part: Partial<PartnerRow>): boolean => {
    const at = partners.findIndex((partner) => partner.id === id);
    const partner = partners[at];
    if (partner) partners[at] = { ...partner, ...part };
    announce('partners');
    return partner !== undefined;
  };
  const note: FakeOffice['note'] = (who, action, subject, detail) =>
    void trail.unshift({
      id: String(trail.length + 1).padStart(9, '0'),
      at: new Date().toISOString(),
      who,
      action,
      subject,
      ...(detail !== undefined && { detail }),
      kind: GROUP_OF[action as keyof typeof GROUP_OF] ?? 'work',
    });

  const more = openFakePartners({ role: office.role, partners, post }, announce, note);
  return {
    note,
    handlers: {
      ...more.handlers,
      ...openFakeStations({ role: office.role, empty: partners.length === 0 }).handlers,
      'office.enter': async (_, { clerk }) => ok(seated(office, clerk)),
      'office.sign': async () => ok({ ...office, first: false }),
      'office.leave': async () => ok(),
      'office.card': async () => ok({ card: `eyJ0eXAiOiJ0b2t1bWVpLWNhcmQrandzIn0.${'QUJD'.repeat(160)}.c2lnbmF0dXJl` }),
      'partners.list': async () => ok([...partners]),
      'partners.add': async ({ who }, { card }) => {
        if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(card)) return fail('card-invalid');
        const added: PartnerRow = {
          id: 'umikaze.example',
          role: 'carrier',
          name: '海風運輸',
          state: 'pending',
          variant: 'a',
          safetyNumber: '402918837465012938475610293847561029384756102938475610293847',
          changed: false,
          waiting: 0,
        };
        if (!partners.some(({ id }) => id === added.id)) partners.push(added);
        note(who, 'partner.added', added.id);
        announce('partners');
        return ok(added);
      },
      'partners.approve': async ({ who }, { id, safetyNumber }) => {
        if (partners.find((partner) => partner.id === id)?.safetyNumber !== safetyNumber) return fail('card-invalid');
        change(id, { state: 'approved', changed: false });
        note(who, 'partner.approved', id);
        return ok();
      },
      'partners.suspend': async ({ who }, { id, reason }) => {
        more.suspend(id, reason);
        note(who, 'partner.suspended', id, reason);
        return change(id, { state: 'suspended' }) ? ok() : fail('partner-unknown');
      },
      'partners.choose-variant': async ({ who }, { id, variant }) => {
        note(who, 'partner.variant', id, variant);
        return change(id, { variant }) ? ok() : fail('partner-unknown');
      },
      'post.waiting': async (_, asked) =>
        ok(
          fakeList(
            post,
            {
              time: ({ createdAt }) => createdAt,
              id: ({ id }) => id,
              state: ({ rejected }) => (rejected ? 'refused' : 'waiting'),
              partner: ({ partner }) => partner,
              texts: ({ type, partner }) => [type, partners.find(({ id }) => id === partner)?.name],
            },
            asked,
          ),
        ),
      'post.retry-many': async ({ who }, { ids }) => {
        const fitting = post.filter(({ id }) => ids.includes(id));
        for (const row of fitting) {
          post.splice(post.indexOf(row), 1, { ...row, rejected: false, nextAt: new Date().toISOString() });
          note(who, 'post.retried', row.partner);
        }
        announce('post');
        return ok({ done: fitting.length, refused: [] });
      },
      'post.retry': async ({ who }, { partner }) => {
        note(who, 'post.retried', partner);
        const at = post.findIndex((row) => row.partner === partner && !row.rejected);
        if (at !== -1) post.splice(at, 1);
        announce('post');
        return ok();
      },
      'trail.list': async (_, asked) => {
        const of = trail.filter(({ who }) => asked.who === undefined || who === asked.who);
        return ok(fakeList(of, TRAIL_SHAPE, asked));
      },
      'trail.people': async () => ok([...new Set(trail.map(({ who }) => who))].sort()),
      ...openFakeAccounts(note, announce),
    },
  };
}
