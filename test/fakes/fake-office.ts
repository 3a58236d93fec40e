/** What the fake mall and the fake carrier have in common: partners, post, the trail. */
import type { CommandName, Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Office, PartnerRow, PostRow, TrailRow } from '#shared/desk/office.ts';
import { type NumberKind, mintNumber } from '#shared/domain/number.ts';
import { fail, ok } from '#shared/result.ts';
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

export interface FakeOffice {
  readonly handlers: Pick<
    DeskHandlers,
    Extract<
      CommandName,
      `office.${string}` | `partners.${string}` | `post.${string}` | `trail.${string}` | `stations.${string}`
    >
  >;
  note(who: string, action: string, subject: string, detail?: string): void;
}

export interface OfficeStock {
  readonly office: Office;
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
    void trail.unshift({ at: new Date().toISOString(), who, action, subject, ...(detail !== undefined && { detail }) });

  return {
    note,
    handlers: {
      ...openFakeStations({ role: office.role, empty: partners.length === 0 }).handlers,
      'office.enter': async () => ok(office),
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
      'partners.suspend': async ({ who }, { id }) => {
        note(who, 'partner.suspended', id);
        return change(id, { state: 'suspended' }) ? ok() : fail('partner-unknown');
      },
      'partners.choose-variant': async ({ who }, { id, variant }) => {
        note(who, 'partner.variant', id, variant);
        return change(id, { variant }) ? ok() : fail('partner-unknown');
      },
      'post.waiting': async () => ok([...post]),
      'post.retry': async ({ who }, { partner }) => {
        note(who, 'post.retried', partner);
        const at = post.findIndex((row) => row.partner === partner && !row.rejected);
        if (at !== -1) post.splice(at, 1);
        announce('post');
        return ok();
      },
      'trail.list': async (_, { limit, before }) =>
        ok(trail.filter(({ at }) => before === undefined || at < before).slice(0, limit)),
    },
  };
}
