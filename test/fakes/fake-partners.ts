/** What the fake parties tell of one partner, and the keys and certificates of their own. */
import { generate } from 'lean-qr';
import type { CommandName, Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { CertificatePartner, KeysView } from '#shared/desk/keys.ts';
import type { PartnerRow, PostRow } from '#shared/desk/office.ts';
import type { PartnerLook } from '#shared/desk/partners.ts';
import { type Sendable, sendableTypes } from '#shared/protocol/may-send.ts';
import type { Role } from '#shared/protocol/party.ts';
import { fail, ok } from '#shared/result.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

export interface PartnersStock {
  readonly role: Role;
  readonly partners: PartnerRow[];
  readonly post: readonly PostRow[];
}

type Names = Exclude<
  Extract<
    CommandName,
    `partners.${string}` | `keys.${string}` | `certificates.${string}` | `authority.${string}` | `revocations.${string}`
  >,
  'partners.list' | 'partners.add' | 'partners.approve' | 'partners.suspend' | 'partners.choose-variant'
>;

export function openFakePartners(
  { role, partners, post }: PartnersStock,
  announce: (topic: Topic) => void,
  note: (who: string, action: string, subject: string, detail?: string) => void,
): { readonly handlers: Pick<DeskHandlers, Names>; suspend(id: string, reason: string): void } {
  const allowed = new Map<string, readonly Sendable[]>();
  const suspendedFor = new Map<string, string>();
  const own = openFakeKeys(partners);

  const lookAt = (row: PartnerRow): PartnerLook => {
    const may = allowed.get(row.id);
    const reason = suspendedFor.get(row.id);
    return {
      publicUrl: `https://${row.id}`,
      partnerUrl: `https://${row.id}:8443`,
      services: ['横浜市', '全国配達'],
      addedAt: inDays(-40),
      ...(reason !== undefined && { suspendedFor: reason }),
      maySend: sendableTypes(row.role, role).map((type) => ({ type, allowed: may?.includes(type) ?? true })),
      keys: [
        { use: 'seal', id: '7c19ab40', from: inDays(10), until: inDays(40), state: 'coming' },
        { use: 'seal', id: '03f2d815', from: inDays(-20), until: inDays(10), state: 'current' },
        ...(row.changed
          ? [{ use: 'sign', id: 'q7TnLm2PzX0a', from: inDays(-1), until: inDays(730), state: 'to-compare' } as const]
          : []),
        { use: 'sign', id: 'Vb8dRk41YwQe', from: inDays(-400), until: inDays(330), state: 'current' },
      ],
      pins: [{ pin: 'pR5mJx0o2VdTq8c1N7uYhW4eKsL9fGzB3aQiMtXvC60', state: 'in-use' }],
      ...(row.state !== 'pending' && { certificateUntil: inDays(21) }),
      changes: row.changed ? ['signing-key'] : [],
      outgoing: post.filter(({ partner }) => partner === row.id),
      refused:
        row.refused === undefined
          ? []
          : [{ at: inDays(-1), type: 'cod.remittance', code: 'message-not-allowed', times: 3 }],
      code: codeOf(row.safetyNumber),
    };
  };

  return {
    suspend: (id, reason) => void suspendedFor.set(id, reason),
    handlers: {
      ...own,
      'partners.fetch': async ({ who }, { url }) => {
        if (/\s/.test(url)) return fail('field-invalid', 'url');
        const id = url.replace(/^https:\/\//, '').replace(/\/.*$/, '');
        if (!id.endsWith('.example')) return fail('card-unreachable', 'ENOTFOUND');
        const row: PartnerRow = {
          id,
          role: 'carrier',
          name: '海風運輸',
          state: 'pending',
          variant: 'a',
          safetyNumber: '402918837465012938475610293847561029384756102938475610293847',
          changed: false,
          waiting: 0,
        };
        if (!partners.some((partner) => partner.id === id)) partners.push(row);
        note(who, 'partner.added', id);
        announce('partners');
        return ok(row);
      },
      'partners.look': async (_, { id }) => {
        const row = partners.find((partner) => partner.id === id);
        return row ? ok(lookAt(row)) : fail('partner-unknown');
      },
      'partners.resume': async ({ who }, { id, reason }) => {
        const at = partners.findIndex((partner) => partner.id === id);
        if (partners[at]?.state !== 'suspended') return fail('wrong-state');
        partners[at] = { ...partners[at], state: 'approved' };
        suspendedFor.delete(id);
        note(who, 'partner.resumed', id, reason);
        announce('partners');
        return ok();
      },
      'partners.allow': async ({ who }, { id, types }) => {
        allowed.set(id, types);
        note(who, 'partner.allowed', id, String(types.length));
        announce('partners');
        return ok();
      },
      'partners.clocks': async () => ok({ partners: [] }),
    },
  };
}

function codeOf(text: string): readonly string[] {
  const code = generate(text);
  return Array.from({ length: code.size }, (_, y) =>
    Array.from({ length: code.size }, (__, x) => (code.get(x, y) ? '1' : '0')).join(''),
  );
}

/** The first took the card and came back over the new certificate; the second has not been reached yet. */
const knowing = (partners: readonly PartnerRow[]): CertificatePartner[] =>
  partners
    .filter(({ state }) => state === 'approved')
    .map(({ id, name }, at) => ({
      id,
      name,
      ...(at === 0 ? { card: 'taken', takenAt: inDays(-3), metAt: inDays(-1) } : { card: 'waiting' }),
    }));

function openFakeKeys(
  partners: readonly PartnerRow[],
): Pick<
  DeskHandlers,
  Extract<CommandName, `keys.${string}` | `certificates.${string}` | `authority.${string}` | `revocations.${string}`>
> {
  let view: KeysView = {
    sealing: [
      { id: '5d20c7e1', from: inDays(10), until: inDays(40), state: 'coming', destroyedAt: inDays(440), inFlight: 0 },
      {
        id: '91b3f04a',
        from: inDays(-20),
        until: inDays(10),
        state: 'current',
        destroyedAt: inDays(410),
        inFlight: 214,
      },
      {
        id: 'e07c5512',
        from: inDays(-51),
        until: inDays(-20),
        state: 'readable',
        destroyedAt: inDays(380),
        inFlight: 17,
      },
    ],
    signing: [{ id: 'Hn3kPq70TzWd', from: inDays(-500), until: inDays(230), state: 'signing', partners: [] }],
    certificates: (['public', 'partner'] as const).map((use) => ({
      use,
      until: inDays(use === 'public' ? 212 : 48),
      days: use === 'public' ? 212 : 48,
      pin: `${use === 'public' ? 'a' : 'k'}R5mJx0o2VdTq8c1N7uYhW4eKsL9fGzB3aQiMtXvC60`,
      issuer: 'みなとグループ',
      hosts: ['minato.example'],
      renewable: true,
      ...(use === 'partner' && { partners: knowing(partners) }),
    })),
    revocationsUntil: inDays(24),
    authority: 'open',
  };
  const renewed = (use: 'public' | 'partner'): { until: string } => {
    const until = inDays(397);
    view = {
      ...view,
      certificates: view.certificates.map((row) => (row.use === use ? { ...row, until, days: 397 } : row)),
    };
    return { until };
  };
  return {
    'keys.list': async () => ok(view),
    'keys.warnings': async () => {
      const days = view.certificates.find(({ use }) => use === 'partner')?.days ?? 99;
      return ok(days < 30 ? [{ what: 'partner-certificate', days, step: 'soon' }] : []);
    },
    'keys.rotate': async () => {
      const [coming, current, ...older] = view.sealing;
      const fresh = { ...current!, id: 'c4d19e77', from: inDays(0), inFlight: 0 };
      view = { ...view, sealing: [coming!, fresh, { ...current!, until: inDays(0), state: 'readable' }, ...older] };
      return ok({ id: fresh.id });
    },
    'keys.new-signing': async () => {
      const approved = partners.filter(({ state }) => state === 'approved');
      const next = approved.map(({ id, name }, at) => ({ id, name, state: at === 0 ? 'compared' : 'told' }) as const);
      view = {
        ...view,
        signing: [
          { id: 'Zt6vLd93XcRm', from: inDays(0), until: inDays(730), state: 'next', partners: next },
          { ...view.signing[0]!, until: inDays(60) },
        ],
      };
      return ok({ id: 'Zt6vLd93XcRm' });
    },
    'certificates.request': async (_, { use }) =>
      ok({
        request: '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n',
        pin: view.certificates.find((row) => row.use === use)!.pin!,
      }),
    'certificates.install': async (_, { use, chain }) =>
      chain.includes('BEGIN CERTIFICATE') ? ok(renewed(use)) : fail('certificate-invalid', 'form'),
    'certificates.renew': async (_, { use }) => ok(renewed(use)),
    'certificates.import': async (_, { use, password }) =>
      password === 'right' ? ok(renewed(use)) : fail('wrong-passphrase'),
    'certificates.export': async () => ok({ file: btoa('PKCS#12') }),
    'authority.open': async (_, { passphrase }) => {
      if (passphrase !== 'right') return fail('wrong-passphrase');
      view = { ...view, authority: 'open' };
      return ok();
    },
    'authority.close': async () => {
      const certificates = view.certificates.map((row) => ({ ...row, renewable: false }));
      view = { ...view, authority: 'locked', certificates };
      return ok();
    },
    'revocations.install': async () => ok({ until: inDays(30) }),
  };
}
