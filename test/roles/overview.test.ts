/** Every figure of the overview is the length of the list that its link opens, whatever lies in the tables. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type CommandName, COMMANDS } from '#shared/desk/contract.ts';
import type { DeskHandlers, Seat } from '#shared/desk/handlers.ts';
import type { Figure, FigureId, RoleOverview } from '#shared/desk/overview.ts';
import * as STATES from '#shared/domain/states.ts';
import type { ListPage } from '#shared/desk/list.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { agencyDesk } from '#main/roles/agency/desk.ts';
import { readAgencyOverview } from '#main/roles/agency/overview.ts';
import { agencyMigrations } from '#main/roles/agency/tables.ts';
import { carrierDesk } from '#main/roles/carrier/desk.ts';
import { carrierMoneyDesk } from '#main/roles/carrier/money-desk.ts';
import { readCarrierOverview } from '#main/roles/carrier/overview.ts';
import { carrierMigrations } from '#main/roles/carrier/tables.ts';
import { billingDesk } from '#main/roles/credit/billing-desk.ts';
import { creditDesk } from '#main/roles/credit/desk.ts';
import { disputesDesk } from '#main/roles/credit/disputes-desk.ts';
import { forwardingDesk } from '#main/roles/credit/forwarding-desk.ts';
import { inquiryDesk } from '#main/roles/credit/inquiry-desk.ts';
import { readCreditOverview } from '#main/roles/credit/overview.ts';
import { creditMigrations } from '#main/roles/credit/tables.ts';
import { mallDesk } from '#main/roles/mall/desk.ts';
import { mallGoodsDesk } from '#main/roles/mall/goods-desk.ts';
import { mallMoneyDesk } from '#main/roles/mall/money-desk.ts';
import { readMallOverview } from '#main/roles/mall/overview.ts';
import { mallRefundsDesk } from '#main/roles/mall/refunds-desk.ts';
import { mallReturnsDesk } from '#main/roles/mall/returns-desk.ts';
import { mallMigrations } from '#main/roles/mall/tables.ts';
import { exceptionsDesk } from '#main/roles/office/exceptions-desk.ts';
import { officeDesk } from '#main/roles/office/office.ts';
import { overviewDesk } from '#main/roles/office/overview-desk.ts';
import { wrapperDesk } from '#main/roles/wrapper/desk.ts';
import { readWrapperOverview } from '#main/roles/wrapper/overview.ts';
import { wrapperMigrations } from '#main/roles/wrapper/tables.ts';
import { openPrintRoom, printingDesk } from '#main/printing/jobs/index.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import { type Migrations, openChanges, openSqliteStorage } from '#main/storage/index.ts';
import { askedOf, readFilter } from '#renderer/staff/records/record-filter.ts';
import { aClock } from '../builders/a-clock.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { fillTable, openForFilling } from '../builders/filled-tables.ts';

/** The list behind each screen; where a screen has several, the figure says which. */
const LISTS: Readonly<Record<string, CommandName>> = {
  purchases: 'purchases.list',
  goods: 'goods.list',
  printing: 'jobs.list',
  returns: 'returns.list',
  refunds: 'refunds.list',
  payouts: 'payouts.list',
  remittances: 'remittances.received',
  invoices: 'invoices.received',
  parcels: 'parcels.list',
  cash: 'cash.due',
  carriedReturns: 'return-parcels.list',
  cashRefunds: 'cash-refunds.list',
  settlements: 'settlements.list',
  forwarding: 'forwarding.list',
  inquiries: 'inquiries.list',
  disputes: 'disputes.list',
  mails: 'mails.list',
  claims: 'claims.list',
  payruns: 'payouts.runs',
  statements: 'statements.list',
  received: 'payments.received',
  agencyRequests: 'agency.requests',
  wallets: 'agency.revoked',
  gifts: 'gifts.list',
  exceptions: 'exceptions.list',
  post: 'post.waiting',
};
const LIST_OF: Readonly<Partial<Record<FigureId, CommandName>>> = { 'claims-open': 'payouts.open-claims' };

const ROWS = 60;
const NOW = '2026-11-21T03:00:00.000Z';
const DAYS = ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map((day) =>
  new Date(`${day}T00:00`).toISOString(),
);
const ADMINISTRATOR: Seat = {
  account: '00000000-0000-4000-8000-000000000000',
  name: 'test',
  rank: 'administrator',
  permissions: ['work', 'money', 'partners', 'keys'],
};

/** As many different ones as there are, in turn, whatever the place before was used for. */
const turn = <T>(all: readonly T[], at: number): T => all[(at * 7 + Math.floor(at / 3)) % all.length]!;
const statesOf = (table: { readonly next: object }): readonly string[] => Object.keys(table.next);
/** From minutes to some days before now. */
const timeOf = (at: number): string => new Date(Date.parse(NOW) - at * at * 37_000).toISOString();

interface Role {
  readonly migrations: Migrations;
  readonly tables: Readonly<Record<string, (at: number) => Readonly<Record<string, string | number | null>>>>;
  /** Deps of the use cases, of which lists and overviews need storage and clock alone. */
  readonly open: (parts: never) => {
    readonly desk: Partial<DeskHandlers>;
    readonly read: (days: readonly string[]) => Promise<RoleOverview>;
  };
}

// Lists and counts ask for no more than what is given here.
// oxlint-disable-next-line typescript/no-explicit-any
type Parts = any;

const ROLES: Readonly<Record<'mall' | 'carrier' | 'credit' | 'agency' | 'wrapper', Role>> = {
  mall: {
    migrations: mallMigrations,
    tables: {
      customer_order: (at) => ({ id: `order ${at}`, placed_at: timeOf(at) }),
      purchase: (at) => ({
        number: `1${at}`,
        order_id: `order ${at}`,
        state: turn(statesOf(STATES.PURCHASE), at),
        placed_at: timeOf(at),
        pay: 'settled',
        variant: 'a',
      }),
      label: (at) => ({ purchase: `1${at}`, printed_at: timeOf(at), piece: 1, of: 1, copy: 1 }),
      goods: (at) => ({ number: `pay ${at}`, order_id: `order ${at}`, state: statesOf(STATES.GOODS)[at % 9]! }),
      print_job: (at) => ({ state: turn(statesOf(STATES.PRINT_JOB), at), made_at: timeOf(at), printer: 'one' }),
      customer_return: (at) => ({ purchase: `1${at}`, state: turn(statesOf(STATES.CUSTOMER_RETURN), at) }),
      refund: (at) => ({
        order_id: `order ${at}`,
        state: turn(statesOf(STATES.REFUND), at),
        asked_at: timeOf(at),
        amount: at,
        way: 'mall',
        reason: 'other',
      }),
      settlement: (at) => ({ number: `pay ${at}`, order_id: `order ${at}`, state: 'claimed', variant: 'a' }),
      claim: (at) => ({ payment: `pay ${at}`, payout: at % 3 ? 'payout' : null, lapsed: at % 2, amount: at }),
      remittance: (at) => ({ breaks: at % 4, date: '2026-11-20' }),
      payout: (at) => ({ breaks: at % 5, date: '2026-11-20' }),
      invoice: (at) => ({ breaks: at % 2, date: '2026-11-20', carrier: `carrier ${at}`, month: '2026-10' }),
    },
    open: (parts: Parts) => {
      const printing = openPrintRoom({ ...parts, makers: {}, rack: {} } as Parts);
      return {
        desk: {
          ...mallDesk(parts),
          ...mallGoodsDesk(parts),
          ...mallMoneyDesk(parts),
          ...mallRefundsDesk(parts),
          ...mallReturnsDesk(parts),
          ...printingDesk(printing),
        },
        read: (days) => readMallOverview(parts, days),
      };
    },
  },
  carrier: {
    migrations: carrierMigrations,
    tables: {
      depot: (at) => ({ code: ['YOK', 'KAW', 'SAI'][at % 3]! + (at < 3 ? '' : at), name: `depot ${at}` }),
      parcel: (at) => ({
        number: `3${at}`,
        mall: `mall ${at % 3}`,
        state: statesOf(STATES.PARCEL)[(at >> 1) % 8]!,
        agreed_at: timeOf(at),
        depot: at % 4 === 0 ? null : ['YOK', 'KAW', 'SAI'][at % 3]!,
        amount: at % 2 ? at : null,
        pay: 'settled',
        currency: 'JPY',
      }),
      parcel_step: (at) => ({ number: `3${at}`, state: 'at-depot', at: timeOf(at), who: 'test', asked: null }),
      return_parcel: (at) => {
        const state = statesOf(STATES.RETURN_PARCEL)[at % 4]!;
        const accepted = state === 'announced' ? null : timeOf(at);
        return { number: `4${at}`, parcel: `3${at}`, mall: `mall ${at % 3}`, state, accepted_at: accepted };
      },
      cash_refund: (at) => ({
        number: `3${at}`,
        state: at % 3 ? 'open' : 'done',
        asked_at: timeOf(at),
        amount: at,
      }),
    },
    open: (parts: Parts) => ({
      desk: { ...carrierDesk(parts), ...carrierMoneyDesk(parts) },
      read: (days) => readCarrierOverview(parts, days),
    }),
  },
  credit: {
    migrations: creditMigrations,
    tables: {
      customer: (at) => ({ id: `customer ${at}`, email: `${at}@example` }),
      card: (at) => ({ id: `card ${at}`, customer: `customer ${at}`, last_four: '1234', expiry: '2030-01' }),
      settlement: (at) => ({
        receipt: `2${at}`,
        card: `card ${at}`,
        customer: `customer ${at}`,
        state: turn(statesOf(STATES.SETTLEMENT), at),
        held_at: timeOf(at),
        amount: at,
      }),
      claim: (at) => ({
        receipt: `2${at}`,
        payout: at % 3 === 0 ? 'payout' : null,
        payable: at % 2,
        amount: at,
        date: '2026-11-20',
      }),
      statement: (at) => ({
        customer: `customer ${at}`,
        month: '2026-10',
        state: turn(statesOf(STATES.STATEMENT), at),
        issued_at: '2026-11-01',
        due_on: '2026-11-30',
        amount: at,
      }),
      pay_run_head: (at) => ({
        run: `run ${at}`,
        state: turn(statesOf(STATES.PAY_RUN), at),
        date: '2026-11-20',
        total: at,
        malls: 1,
        currency: 'JPY',
      }),
      bank_payment: (at) => ({
        state: ['booked', 'unknown', 'over'][at % 3]!,
        booked_at: timeOf(at),
        date: '2026-11-20',
        amount: at,
        source: 'desk',
      }),
      mail: (at) => ({
        kind: 'goods',
        state: turn(statesOf(STATES.MAIL), at),
        created_at: timeOf(at),
        customer: `customer ${at}`,
      }),
      forwarding: (at) => ({
        receipt: `2${at}`,
        state: turn(statesOf(STATES.FORWARDING), at),
        announced_at: timeOf(at),
      }),
      inquiry: (at) => ({
        state: ['waiting', 'yes', 'no', 'again'][at % 4]!,
        received_at: timeOf(at),
        amount: at,
        flow: 'sealed',
      }),
      dispute: (at) => ({
        receipt: `2${at}`,
        state: turn(statesOf(STATES.DISPUTE), at),
        opened_at: timeOf(at),
        due_on: '2026-12-01',
        amount: at,
      }),
    },
    open: (parts: Parts) => ({
      desk: {
        ...creditDesk(parts),
        ...billingDesk(parts),
        ...disputesDesk(parts),
        ...forwardingDesk(parts),
        ...inquiryDesk(parts),
      },
      read: (days) => readCreditOverview(parts, days),
    }),
  },
  agency: {
    migrations: agencyMigrations,
    tables: {
      agency_request: (at) => ({
        state: ['open', 'sent', 'again', 'yes', 'no', 'expired'][at % 6]!,
        received_at: timeOf(at),
        amount: at,
      }),
      revoked_wallet: () => ({ at: NOW }),
    },
    open: (parts: Parts) => ({ desk: agencyDesk(parts), read: (days) => readAgencyOverview(parts, days) }),
  },
  wrapper: {
    migrations: wrapperMigrations,
    tables: { gift: (at) => ({ state: at % 3 ? 'open' : 'done', received_at: timeOf(at) }) },
    open: (parts: Parts) => ({ desk: wrapperDesk(parts), read: (days) => readWrapperOverview(parts, days) }),
  },
};

/** Of every role: what waits to be seen to, and to leave. */
const COMMON: Role['tables'] = {
  exception: (at) => ({ at: timeOf(at), place: 'depot', code: 'damaged', decided_at: at % 3 ? null : NOW }),
  outbox: (at) => ({
    created_at: timeOf(at),
    accepted_at: at % 2 ? NOW : null,
    rejected_at: at % 4 === 0 ? NOW : null,
    newest_key: 0,
  }),
};

describe.each(Object.entries(ROLES))('the overview of a %s', (name, role) => {
  let desk: Partial<DeskHandlers>;
  let overview: RoleOverview;

  beforeAll(async () => {
    const file = `${aFolder()}/overview.db`;
    const storage = await openSqliteStorage<never>(file, { ...COMMON_MIGRATIONS, ...role.migrations });
    atEnd(() => storage.close());
    const database = openForFilling(file);
    for (const [table, rowOf] of Object.entries({ ...COMMON, ...role.tables })) fillTable(database, table, ROWS, rowOf);
    database.close();
    const changes = openChanges(storage);
    const clock = aClock(NOW);
    const post = { self: 'self.example', role: name, storage, changes, clock } as Parts;
    const opened = role.open({ ...post, post, mailroom: { storage } } as never);
    desk = { ...officeDesk(post, async () => ''), ...exceptionsDesk(post), ...opened.desk };
    const { 'overview.read': read } = overviewDesk(post, {
      read: opened.read,
      backups: async () => ({}),
      free: async () => 1e12,
    });
    overview = expectOk(await read({ who: 'test', seat: ADMINISTRATOR }, { days: DAYS }));
  });

  async function lengthOf(address: string, figure?: FigureId): Promise<number> {
    const [screen = '', query = ''] = address.split('?');
    const command = (figure && LIST_OF[figure]) ?? LISTS[screen]!;
    const asked = { ...askedOf(readFilter(query), new Date(NOW)), limit: 200 };
    const list = desk[command] as (caller: object, input: unknown) => Promise<Result<unknown>>;
    const found = expectOk(await list({ who: 'test' }, COMMANDS[command].input.parse(asked)));
    return Array.isArray(found) ? found.length : (found as ListPage<unknown>).total!;
  }

  test('counts with each figure what stands in the list that its link opens', async () => {
    const told = overview.figures.map(({ id, count }) => [id, count]);
    const found = await Promise.all(overview.figures.map(async ({ id, list }) => [id, await lengthOf(list, id)]));
    expect(told).toEqual(found);
    expect(overview.figures.filter(({ count }) => count === 0)).toEqual([]);
  });

  test('counts as old what the list has of that age', async () => {
    const aged = overview.figures.filter(
      (figure): figure is Figure & { hour: number; day: number } => figure.hour !== undefined,
    );
    for (const { id, list, hour, day } of aged) {
      expect([id, await lengthOf(narrower(list, 'older=hour'), id)]).toEqual([id, hour]);
      expect([id, await lengthOf(narrower(list, 'older=day'), id)]).toEqual([id, day]);
    }
  });

  test('draws in each part of a chart what its link opens', async () => {
    for (const { form, parts } of overview.charts) {
      for (const { name: part, count, list } of parts) {
        const day = DAYS.includes(part) ? localDay(part) : undefined;
        if (list === undefined) continue;
        const address = form === 'days' ? `${list}?from=${day}&until=${day}` : list;
        expect([address, await lengthOf(address)]).toEqual([address, count]);
      }
    }
  });

  test('counts in each hour of today what came in it', () => {
    const charts = overview.charts.filter(({ form }) => form === 'hours');
    expect(charts).not.toEqual([]);
    const times = Array.from({ length: ROWS }, (_, at) => Date.parse(timeOf(at)));
    const between = (from: number, until: number): number => times.filter((at) => at >= from && at < until).length;
    for (const { id, parts } of charts) {
      const told = parts.map(({ name: hour, count }) => [Date.parse(hour), count] as const);
      expect([id, ...told]).toEqual([id, ...told.map(([hour]) => [hour, between(hour, hour + 3_600_000)])]);
      expect([told[0]![0], told.length]).toEqual([Date.parse(DAYS.at(-2)!), 24]);
      expect(told.some(([, count]) => count > 1)).toBe(true);
    }
  });
});

function localDay(instant: string): string {
  const date = new Date(instant);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

const narrower = (address: string, by: string): string => `${address}${address.includes('?') ? '&' : '?'}${by}`;
