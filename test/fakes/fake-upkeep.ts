/** The overview and what keeps an installation going, as a company in the middle of a day would have it. */
import type { Chart, Figure, FigureId, UpkeepWarning } from '#shared/desk/overview.ts';
import type { BackupStanding, LogRow, upkeepCommands } from '#shared/desk/upkeep.ts';
import type { overviewCommands } from '#shared/desk/overview.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Role } from '#shared/protocol/party.ts';
import { fail, ok } from '#shared/result.ts';
import { minutesAgo } from './fake-office.ts';

type Commands = keyof typeof upkeepCommands | keyof typeof overviewCommands;

const yen = (value: number) => ({ value, currency: 'JPY' }) as const;
const figure = (
  id: FigureId,
  group: Figure['group'],
  count: number,
  list: string,
  more: Partial<Figure> = {},
): Figure => ({
  id,
  group,
  count,
  list,
  ...more,
});

const FIGURES: Readonly<Record<Role, readonly Figure[]>> = {
  mall: [
    figure('to-pack', 'work', 42, 'purchases?states=accepted', { hour: 11, day: 2 }),
    figure('labels-today', 'work', 64, 'purchases?by=labelled&date=today'),
    figure('packed', 'work', 17, 'purchases?states=packed', { hour: 4 }),
    figure('handed-over', 'work', 63, 'purchases?states=handed-over', { hour: 63 }),
    figure('on-the-way', 'work', 218, 'purchases?states=shipped', { hour: 218, day: 141 }),
    figure('with-customer', 'work', 5, 'purchases?states=awaiting-payment,offered'),
    figure('goods-to-seal', 'work', 3, 'goods?states=ready'),
    figure('print-jobs', 'work', 1, 'printing?states=preparing,waiting,printing,paused,stopped'),
    figure('returns-open', 'work', 4, 'returns?states=announced,on-the-way,arrived'),
    figure('refunds-asked', 'money', 2, 'refunds?states=asked', { amount: yen(8_420) }),
    figure('claims-open', 'money', 129, 'payouts?show=open', { amount: yen(1_284_300) }),
    figure('remittance-breaks', 'money', 1, 'remittances?states=differs'),
    figure('payout-breaks', 'money', 0, 'payouts?states=differs'),
  ],
  carrier: [
    figure('expected', 'work', 84, 'parcels?states=expected', { hour: 51, day: 3 }),
    figure('taken-over', 'work', 40, 'parcels?states=accepted', { hour: 40 }),
    figure('at-depot', 'work', 96, 'parcels?states=at-depot', { hour: 96, day: 20 }),
    figure('out-for-delivery', 'work', 133, 'parcels?states=out-for-delivery', { hour: 133, day: 133 }),
    figure('attempted', 'work', 9, 'parcels?states=attempted', { hour: 9, day: 9 }),
    figure('returns-taken', 'work', 3, 'carriedReturns?states=accepted', { hour: 3 }),
    figure('returns-at-depot', 'work', 5, 'carriedReturns?states=at-depot', { hour: 5, day: 1 }),
    figure('cash-due', 'money', 2, 'cash', { amount: yen(96_850) }),
    figure('cash-refunds-asked', 'money', 0, 'cashRefunds', { amount: yen(0) }),
  ],
  credit: [
    figure('held', 'work', 71, 'settlements?states=held', { hour: 60, day: 31, amount: yen(842_110) }),
    figure('packages-here', 'work', 6, 'forwarding?states=arrived'),
    figure('inquiries-waiting', 'work', 1, 'inquiries?states=waiting'),
    figure('mails-failed', 'work', 2, 'mails?states=failed,bounced'),
    figure('claims-payable', 'money', 118, 'claims?states=payable', { amount: yen(1_940_000) }),
    figure('statements-open', 'money', 340, 'statements?states=open', { amount: yen(4_120_900) }),
    figure('statements-late', 'money', 12, 'statements?states=reminded,warned,collection', { amount: yen(98_000) }),
    figure('unassigned', 'money', 3, 'received', { amount: yen(15_500) }),
  ],
  agency: [figure('confirmations-open', 'work', 8, 'agencyRequests'), figure('wallets-revoked', 'work', 2, 'wallets')],
  wrapper: [figure('gifts-waiting', 'work', 5, 'gifts')],
};

function chartsOf(role: Role, days: readonly string[]): Chart[] {
  const counts = [31, 44, 52, 38, 29, 61, 73, 58, 40, 47, 66, 70, 49, 23];
  const byDay = (id: Chart['id'], list: string): Chart => ({
    id,
    form: 'days',
    parts: days.slice(0, -1).map((name, at) => ({ name, count: counts[at % counts.length]!, list })),
  });
  const byHour = (id: Chart['id']): Chart => {
    const today = Date.parse(days.at(-2)!);
    const name = (hour: number): string => new Date(today + hour * 3_600_000).toISOString();
    const count = (hour: number): number => (hour < 15 ? counts[(hour * 5) % counts.length]! * (hour > 7 ? 3 : 0) : 0);
    return { id, form: 'hours', parts: Array.from({ length: 24 }, (_, at) => ({ name: name(at), count: count(at) })) };
  };
  const byState = (id: Chart['id'], list: string, states: Readonly<Record<string, number>>): Chart => ({
    id,
    form: 'states',
    parts: Object.entries(states).map(([name, count]) => ({ name, count, list: `${list}?states=${name}` })),
  });
  if (role === 'mall') {
    const states = { 'awaiting-payment': 2, offered: 3, accepted: 42, packed: 17, 'handed-over': 63, shipped: 218 };
    return [
      byState('orders', 'purchases', states),
      byHour('orders-today'),
      byHour('labels-today'),
      byDay('orders-days', 'purchases'),
    ];
  }
  if (role === 'carrier') {
    const states = { expected: 84, accepted: 40, 'at-depot': 96, 'out-for-delivery': 133, attempted: 9 };
    const depots = { 横浜営業所: 121, 川崎営業所: 88, さいたま営業所: 52, '': 17 };
    return [
      byState('parcels', 'parcels', states),
      {
        id: 'depots',
        form: 'bars',
        parts: Object.entries(depots).map(([name, count]) => ({ name, count, list: 'parcels' })),
      },
      byHour('scans-today'),
      byDay('parcels-days', 'parcels'),
    ];
  }
  if (role === 'credit') {
    const states = { held: 71, captured: 1204, refunded: 31, expired: 12, released: 9 };
    return [
      byState('settlements', 'settlements', states),
      byHour('settlements-today'),
      byDay('settlements-days', 'settlements'),
    ];
  }
  return role === 'agency'
    ? [byHour('confirmations-today'), byDay('confirmations-days', 'agencyRequests')]
    : [byHour('gifts-today'), byDay('gifts-days', 'gifts')];
}

export function openFakeUpkeep(
  { role, empty = false }: { readonly role: Role; readonly empty?: boolean },
  announce: (topic: Topic) => void,
): Pick<DeskHandlers, Commands> {
  let standing: BackupStanding = empty
    ? {}
    : { recoveryKey: '5f0c19a2', last: { at: minutesAgo(3 * 1440), bytes: 48_300_000, way: 'download' } };
  const bytes = Buffer.from('sealed to the recovery key '.repeat(400));
  let looks = 0;
  let checking = 0;
  let checked: string | undefined;

  const warnings = (): UpkeepWarning[] => [
    ...(standing.recoveryKey === undefined ? [{ id: 'no-recovery-key', urgent: false } as const] : []),
    ...(standing.last && Date.parse(standing.last.at) < Date.now() - 86_400_000
      ? [{ id: 'backup-old', urgent: false, days: 3 } as const]
      : []),
    ...(empty ? [] : [{ id: 'disk-low', urgent: true, bytes: 148_000_000 } as const]),
  ];
  const log: readonly LogRow[] = empty
    ? []
    : [
        {
          at: minutesAgo(12),
          level: 'error',
          room: 'courier',
          name: 'Error',
          code: 'ECONNREFUSED',
          frames: ['src/main/post/courier.ts:88:12'],
        },
        {
          at: minutesAgo(95),
          level: 'look',
          room: 'certificates',
          name: 'EndsSoon',
          code: 'partner-certificate-ends',
          frames: ['src/main/network.ts:100:9'],
        },
        { at: minutesAgo(600), level: 'note', room: 'party', name: 'note', code: 'started', frames: [] },
      ];

  return {
    'overview.read': async (_, { days }) =>
      ok({
        figures: [
          ...FIGURES[role].map((each) =>
            empty ? { id: each.id, group: each.group, list: each.list, count: 0 } : each,
          ),
          figure('exceptions-open', 'care', empty ? 0 : 3, 'exceptions?states=open'),
          figure('post-waiting', 'care', empty ? 0 : 2, 'post?states=waiting,refused'),
        ],
        charts: empty ? [] : chartsOf(role, days),
        warnings: warnings(),
        empty,
      }),
    'backup.standing': async () => {
      const { running, ...rest } = standing;
      if (running && (looks += 1) > 3)
        standing = { ...rest, ready: { name: 'tokumei-minato.example.backup', bytes: bytes.length } };
      else if (running) standing = { ...rest, running: { ...running, bytes: running.bytes + 12_000_000 } };
      return ok(standing);
    },
    'backup.start': async (_, { way }) => {
      if (standing.recoveryKey === undefined) return fail('recovery-key-missing');
      looks = 0;
      standing = { ...standing, running: { bytes: 0, of: 48_000_000, way } };
      announce('upkeep');
      return ok();
    },
    'backup.cancel': async () => {
      const { running: _, ready: __, ...rest } = standing;
      standing = rest;
      announce('upkeep');
      return ok();
    },
    'backup.part': async () => ok({ data: bytes.toString('base64'), last: true }),
    'backup.taken': async () => {
      const { ready: _, ...rest } = standing;
      standing = { ...rest, last: { at: new Date().toISOString(), bytes: bytes.length, way: 'download' } };
      announce('upkeep');
      return ok();
    },
    'backup.schedule': async (_, { schedule }) => {
      if (schedule && !schedule.folder.startsWith('/')) return fail('field-invalid', 'folder');
      const { schedule: __, ...rest } = standing;
      standing = { ...rest, ...(schedule && { schedule }) };
      announce('upkeep');
      return ok();
    },
    'recovery.make': async () => ok({ file: '{"format":"tokumei-recovery-key/1"}', key: `${'a'.repeat(43)}.0badc0de` }),
    'recovery.register': async (_, { key }) => {
      if (!/^[\w-]{43}\.[0-9a-f]{8}$/.test(key)) return fail('field-invalid', 'key');
      standing = { ...standing, recoveryKey: key.slice(44) };
      announce('upkeep');
      return ok({ id: key.slice(44) });
    },
    'logs.list': async (_, { room, levels }) =>
      ok({
        rows: log.filter(
          (row) => (room === undefined || row.room === room) && (levels === undefined || levels.includes(row.level)),
        ),
        rooms: ['certificates', 'courier', 'party'],
      }),
    'about.read': async () =>
      ok({
        version: '0.1.0',
        runtime: [
          ['Node.js', '24.21.0'],
          ['V8', '13.6.233'],
          ['OpenSSL', '3.5.4'],
        ],
        platform: 'linux x64',
        startedAt: minutesAgo(600),
        folderBytes: 49_100_000,
        databaseBytes: 31_400_000,
        freeBytes: 148_000_000,
      }),
    'about.check': async () => {
      checking = 1;
      return ok();
    },
    'about.cancel-check': async () => {
      checking = 0;
      return ok();
    },
    'about.integrity': async () => {
      if (checking > 0 && (checking += 13) > 40) {
        checking = 0;
        checked = new Date().toISOString();
      }
      return ok({
        ...(checking > 0 && { running: { done: checking, of: 41 } }),
        ...(checked !== undefined && { last: { at: checked, sound: true, tables: 41 } }),
      });
    },
  };
}
