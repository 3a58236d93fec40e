/** A credit company in memory: a handful of customers, their cards and settlements, an import that takes its time. */
import type { Topic } from '#shared/desk/contract.ts';
import {
  type CardRow,
  type ClaimRow,
  CUSTOMER_FIELDS,
  type CustomerDraft,
  type CustomerDraftRow,
  type CustomerFile,
  type CustomerImport,
  type CustomerRecords,
  type CustomerState,
  SECRET_FIELDS,
  type SettlementFile,
  type SettlementRow,
} from '#shared/desk/credit.ts';
import { mapPage } from '#shared/desk/list.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok } from '#shared/result.ts';
import type { FakeDeskOptions, FakeParty } from './desk-server.ts';
import { fakeDisputes } from './fake-disputes.ts';
import { fakeList, type FakeShape } from './fake-list.ts';
import { fakeInquiries } from './fake-inquiries.ts';
import { fakeExceptions } from './fake-exceptions.ts';
import { minter, minutesAgo, openFakeOffice } from './fake-office.ts';

type Customer = Omit<CustomerFile, 'cards' | 'lastFours' | 'state' | 'open' | 'records'> & { cards: CardRow[] };

function card(id: string, lastFour: string, part: Partial<CardRow> = {}): CardRow {
  return {
    id,
    lastFour,
    expiry: '2029-03',
    limit: yen(300_000),
    available: yen(181_430),
    held: yen(12_360),
    blocked: false,
    checkWords: 3,
    passkeys: 1,
    ...part,
  };
}

function sampleCustomers(): Customer[] {
  const usual = {
    postalCode: '231-0015',
    phone: '045-000-0000',
    employer: '',
    owed: yen(0),
    since: minutesAgo(400_000),
    billing: 'mail',
    language: 'ja',
  } as const;
  return [
    {
      ...usual,
      id: 'Yk3rQ9v0sX1m',
      name: '見本 花子',
      kana: 'ミホン ハナコ',
      email: 'hanako@mail.example',
      address: '神奈川県横浜市中区尾上町1-2-3 見本マンション405号室',
      employer: '見本商事',
      owed: yen(106_210),
      cards: [
        card('k1', '3902'),
        card('k2', '5518', {
          blocked: true,
          limit: yen(50_000),
          available: yen(50_000),
          held: yen(0),
          checkWords: 0,
          passkeys: 0,
        }),
      ],
    },
    {
      ...usual,
      id: 'Tq81mZlw02Pa',
      name: '見本 太郎',
      kana: 'ミホン タロウ',
      email: 'taro@mail.example',
      address: '東京都千代田区千代田1-1',
      owed: yen(48_801),
      cards: [card('k3', '1204', { limit: yen(50_000), available: yen(1199), held: yen(0), expiry: '2028-12' })],
    },
    {
      ...usual,
      id: 'Pd7Xc2RwLm90',
      name: 'Bartholomew Featherstonehaugh-Sample',
      kana: 'フェザーストンホー バーソロミュー',
      email: 'bartholomew.featherstonehaugh@long-mail-provider.example',
      address: '東京都渋谷区神宮前0-0-0 Sample Residence Jingumae, South Tower 1207',
      phone: '+81 3 0000 0001',
      employer: 'Sample Ltd',
      owed: yen(-2860),
      cards: [card('k4', '1077', { limit: yen(1_000_000), available: yen(1_000_000), held: yen(0) })],
    },
    {
      ...usual,
      id: 'Ic04Ls9Rm2Qe',
      name: '期限切 一郎',
      kana: 'キゲンギレ イチロウ',
      email: 'ichiro@mail.example',
      address: '大阪府大阪市北区梅田0-0',
      owed: yen(-1980),
      cards: [card('k5', '6660', { expiry: '2024-05', available: yen(300_000), held: yen(0) })],
    },
  ];
}

const MALLS = [
  ['minato.example', 'みなと百貨'],
  ['hoshizora.example', '星空書店'],
] as const;

interface FakeSettlement {
  readonly row: SettlementRow;
  readonly mallId: string;
  readonly customer: string;
  readonly file: Pick<SettlementFile, 'released' | 'held' | 'claims' | 'refunds' | 'forwarding'>;
}

function sampleSettlements(): FakeSettlement[] {
  const mint = minter(202);
  const states = ['held', 'captured', 'captured', 'refunded', 'expired', 'captured', 'released'] as const;
  const people = [
    ['Yk3rQ9v0sX1m', '3902'],
    ['Tq81mZlw02Pa', '1204'],
    ['Pd7Xc2RwLm90', '1077'],
  ] as const;
  return Array.from({ length: 14 }, (_, n): FakeSettlement => {
    const state = states[n % states.length]!;
    const [mallId, mall] = MALLS[n % 3 === 2 ? 1 : 0]!;
    const [customer, lastFour] = people[n % 3]!;
    const amount = 1200 + ((n * 7919) % 23_000);
    const captured = state === 'captured' ? (n === 1 ? amount - 900 : amount) : state === 'refunded' ? amount : 0;
    const refunded = state === 'refunded' ? amount : n === 5 ? 1000 : 0;
    const receipt = mint('receipt');
    const at = minutesAgo(37 + n * 311);
    const date = at.slice(0, 10);
    const claim: ClaimRow = {
      claim: `0c1d2e3f-0000-4000-8000-0000000000${String(10 + n)}`,
      mall,
      receipt,
      amount: yen(captured),
      date,
      state: n > 8 ? 'paid' : n > 4 ? 'payable' : 'claimed',
      ...(n > 8 && { payout: '7f3a9c10-5b1e-4f6a-9a55-1c2d3e4f5a6b' }),
    };
    return {
      mallId,
      customer,
      row: {
        receipt,
        mall,
        lastFour,
        amount: yen(amount),
        captured: yen(captured),
        refunded: yen(refunded),
        state,
        at,
        until: minutesAgo(37 + n * 311 - 20_160),
      },
      file: {
        released: yen(state === 'expired' || state === 'released' ? amount : 0),
        held: yen(state === 'held' ? amount : n === 1 ? 900 : 0),
        claims: captured > 0 ? [claim] : [],
        refunds:
          refunded > 0
            ? [{ refund: `r${n}`, kind: 'asked', amount: yen(refunded), at: minutesAgo(20), charged: n === 5 }]
            : [],
        ...(n % 4 === 1 && { forwarding: 'sent' }),
      },
    };
  });
}

/** As if a mall's months had gone by. */
function sampleRecords(settlements: readonly SettlementRow[]): CustomerRecords {
  const mint = minter(303);
  const all = <T>(rows: readonly T[], total = rows.length) => ({ rows, total });
  const [first] = settlements;
  if (!first) {
    return { settlements: all([]), statements: all([]), payments: all([]), disputes: all([]), mails: all([]) };
  }
  const reference = '4007100000018';
  return {
    settlements: all(settlements),
    statements: all([
      { reference, month: '2026-10', amount: yen(30_020), paid: yen(0), dueOn: '2026-11-27', state: 'open' },
      {
        reference: '4007100000025',
        month: '2026-09',
        amount: yen(18_410),
        paid: yen(18_410),
        dueOn: '2026-10-27',
        state: 'paid',
      },
    ]),
    payments: all([
      { id: 'p1', date: '2026-10-26', amount: yen(18_410), source: 'bank', state: 'over', reference: '4007100000025' },
      { id: 'p2', date: '2026-09-25', amount: yen(-9200), source: 'desk', state: 'paid-back' },
    ]),
    disputes: all([
      {
        dispute: '0c1d2e3f-0000-4000-8000-000000000301',
        receipt: first.receipt,
        mall: first.mall,
        amount: yen(1200),
        about: 'not-received',
        state: 'asked',
        openedAt: minutesAgo(3000),
      },
    ]),
    mails: all([
      {
        id: 'm1',
        kind: 'statement',
        subject: reference,
        state: 'sent',
        createdAt: minutesAgo(900),
        sentAt: minutesAgo(899),
      },
      { id: 'm2', kind: 'goods', subject: mint('receipt'), state: 'waiting', createdAt: minutesAgo(9) },
    ]),
  };
}

const SAMPLE_LETTER = Buffer.from('%PDF-1.4\n% a letter\n').toString('base64');

export function openFakeCredit(
  { demo = false, empty = false }: FakeDeskOptions,
  announce: (topic: Topic) => void,
): FakeParty {
  const customers = empty ? [] : sampleCustomers();
  const settlements = empty ? [] : sampleSettlements();
  let last: CustomerImport | undefined;
  let stopping = false;
  const office = openFakeOffice(
    {
      office: {
        id: 'hoshi-credit.example',
        role: 'credit',
        name: '星信販',
        place: '本社',
        publicUrl: 'https://hoshi-credit.example',
        demo,
      },
      partners: empty
        ? []
        : MALLS.map(([id, name]) => ({
            id: id as never,
            role: 'mall' as const,
            name,
            state: 'approved' as const,
            variant: 'a' as const,
            changed: false,
            waiting: 0,
            safetyNumber: '581930472615038472918364750192837465019283746501928374650192',
            lastSentAt: minutesAgo(14),
            lastReceivedAt: minutesAgo(3),
          })),
      post: [],
    },
    announce,
  );

  const stateOf = ({ closedAt, cards }: Customer): CustomerState =>
    closedAt !== undefined ? 'closed' : cards.every(({ blocked }) => blocked) ? 'blocked' : 'active';
  const fileOf = (customer: Customer): CustomerFile => {
    const own = settlements.filter((each) => each.customer === customer.id);
    const { value } = customer.owed;
    return {
      ...customer,
      state: stateOf(customer),
      lastFours: customer.cards.map(({ lastFour }) => lastFour),
      cards: customer.cards.toSorted((a, b) => Number(a.replaced !== undefined) - Number(b.replaced !== undefined)),
      open: {
        statements: value > 0 ? 1 : 0,
        holds: own.filter(({ file }) => file.held.value > 0).length,
        disputes: 0,
        owed: Math.max(0, value),
        credit: Math.max(0, -value),
      },
      records: sampleRecords(own.map(({ row }) => row)),
    };
  };
  const changeCard = (id: string, part: (card: CardRow) => Partial<CardRow>): boolean => {
    for (const { cards } of customers) {
      const at = cards.findIndex((each) => each.id === id);
      const known = cards[at];
      if (!known) continue;
      cards[at] = { ...known, ...part(known) };
      return true;
    }
    return false;
  };
  const newCard = (order: { number: string; expiry: string; limit: CardRow['limit']; checkWords: string[] }): CardRow =>
    card(`k${order.number}`, order.number.replaceAll(' ', '').slice(-4), {
      expiry: order.expiry,
      limit: order.limit,
      available: order.limit,
      held: yen(0),
      checkWords: order.checkWords.length,
      passkeys: 0,
    });

  function giveBack(receipt: string, amount: number): boolean {
    const at = settlements.findIndex(({ row }) => row.receipt === receipt);
    const known = settlements[at];
    if (!known) return false;
    const refunded = known.row.refunded.value + amount;
    if (refunded > known.row.captured.value) return false;
    const refund = {
      refund: `d${refunded}`,
      kind: 'disputed' as const,
      amount: yen(amount),
      at: minutesAgo(0),
      charged: false,
    };
    settlements[at] = {
      ...known,
      row: {
        ...known.row,
        refunded: yen(refunded),
        state: refunded === known.row.amount.value ? 'refunded' : known.row.state,
      },
      file: { ...known.file, refunds: [refund, ...known.file.refunds] },
    };
    announce('settlements');
    return true;
  }

  const draft: { lines: string[][]; left: Set<number> } = { lines: [], left: new Set() };
  const draftRows = (): CustomerDraftRow[] =>
    draft.lines.slice(1).flatMap((line, at) => {
      if (draft.left.has(at + 2)) return [];
      const cells = Object.fromEntries(draft.lines[0]!.map((name, place) => [name, line[place] ?? '']));
      const isWrong = cells['email'] !== undefined && !cells['email'].includes('@');
      const problems = isWrong ? [{ field: 'email' as const, code: 'field-invalid' as const }] : [];
      return [{ line: at + 2, kind: isWrong ? 'refused' : 'new', changes: [], problems, cells }];
    });
  const draftNow = (): CustomerDraft => {
    const rows = draftRows();
    const refused = rows.filter(({ kind }) => kind === 'refused').length;
    const [header = []] = draft.lines;
    return {
      draft: 'draft',
      state: 'ready',
      rows: rows.length,
      looked: rows.length,
      header,
      columns: header.map((name) => CUSTOMER_FIELDS.find((field) => field === name) ?? null),
      samples: header.map((name, place) =>
        SECRET_FIELDS.some((field) => field === name)
          ? ['••••']
          : draft.lines.slice(1, 4).map((line) => line[place] ?? ''),
      ),
      counts: { new: rows.length - refused, changed: 0, unchanged: 0, refused, missing: 0 },
    };
  };
  async function beginImport(rows: number): Promise<CustomerImport> {
    stopping = false;
    last = { state: 'running', rows, looked: 0, imported: 0, refused: [] };
    const running = runImport(rows);
    // Longer than a screen waits, with many rows.
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 400))]);
    return last;
  }

  async function runImport(rows: number): Promise<void> {
    for (let looked = 1; looked <= rows; looked++) {
      await new Promise((resolve) => setTimeout(resolve, 120));
      const refused = looked < 3 ? [] : [{ line: 4, code: 'card-known' as const, field: 'card_number' as const }];
      const state = looked === rows ? 'done' : stopping ? 'stopped' : 'running';
      last = { state, rows, looked, imported: looked - refused.length, refused };
      announce('customers');
      if (state !== 'running') return;
    }
  }

  return {
    handlers: {
      ...office.handlers,
      ...fakeExceptions(announce, { empty }),
      ...fakeInquiries({ empty }),
      ...fakeDisputes(announce, {
        settlements: settlements.map(({ row, customer }) => ({
          row,
          name: customers.find(({ id }) => id === customer)!.name,
        })),
        giveBack,
        note: (who, action, subject) => office.note(who ?? '', action, subject),
      }),
      'customers.list': async ({ who }, asked) => {
        const shape: FakeShape<Customer> = {
          time: ({ since }) => since,
          id: ({ id }) => id,
          state: stateOf,
          amount: ({ owed }) => owed.value,
          texts: ({ name, kana, email, cards }) =>
            [name, kana, email, ...cards.map(({ lastFour }) => lastFour)].flatMap((text) => [
              text,
              text.replaceAll(' ', ''),
            ]),
        };
        const page = fakeList(customers, shape, asked);
        office.note(who, 'customers.found', 'hoshi-credit.example', String(page.rows.length));
        return ok(mapPage(page, fileOf));
      },
      'customers.open': async ({ who }, { id }) => {
        const found = customers.find((each) => each.id === id);
        office.note(who, 'customer.opened', id);
        return found ? ok(fileOf(found)) : fail('not-found');
      },
      'customers.add': async ({ who }, { card: order, ...contact }) => {
        if (customers.some(({ email }) => email === contact.email)) return fail('email-known', 'email');
        if (!/^\d{4}-\d\d$/.test(order.expiry)) return fail('field-invalid', 'expiry');
        const id = `N${customers.length}ew`;
        customers.unshift({
          ...contact,
          id,
          since: minutesAgo(0),
          owed: yen(0),
          billing: 'mail',
          language: 'ja',
          cards: [newCard(order)],
        });
        office.note(who, 'customer.added', id);
        return ok({ id });
      },
      'customers.edit': async ({ who }, { id, changes }) => {
        const at = customers.findIndex((each) => each.id === id);
        if (at === -1) return fail('not-found');
        if (customers.some(({ email }) => email === changes.email)) return fail('email-known', 'email');
        customers[at] = { ...customers[at]!, ...(changes as Partial<Customer>) };
        office.note(who, 'customer.edited', id, Object.keys(changes).join(' '));
        return ok();
      },
      'customers.close': async ({ who }, { id, reason }) => {
        const at = customers.findIndex((each) => each.id === id);
        const known = customers[at];
        if (!known) return fail('not-found');
        if (known.owed.value !== 0) return fail('money-open', 'owed');
        const cards = known.cards.map((card) => ({ ...card, blocked: true }));
        customers[at] = { ...known, cards, closedAt: minutesAgo(0) };
        office.note(who, 'customer.closed', id, reason);
        return ok();
      },
      'payments.pay-back': async ({ who }, { customer, amount, reason }) => {
        const at = customers.findIndex(({ id }) => id === customer);
        const known = customers[at];
        if (!known) return fail('not-found');
        if (amount.value > -known.owed.value) return fail('field-invalid', 'amount');
        const owed = yen(known.owed.value + amount.value);
        customers[at] = { ...known, owed };
        office.note(who, 'payment.paid-back', customer, `${amount.value} ${reason}`);
        return ok(yen(-owed.value));
      },
      'customers.reopen': async ({ who }, { id, reason }) => {
        const at = customers.findIndex((each) => each.id === id);
        if (at === -1) return fail('not-found');
        const { closedAt: _closed, ...open } = customers[at]!;
        customers[at] = open;
        office.note(who, 'customer.reopened', id, reason);
        return ok();
      },
      'cards.replace': async ({ who }, { card: old, number, expiry, why }) => {
        const owner = customers.find(({ cards }) => cards.some(({ id }) => id === old));
        const known = owner?.cards.find(({ id }) => id === old);
        if (!owner || !known) return fail('not-found');
        if (!/^\d{4}-\d\d$/.test(expiry)) return fail('field-invalid', 'expiry');
        const lastFour = number.replaceAll(' ', '').slice(-4);
        owner.cards.push({ ...known, id: `k${number}`, lastFour, expiry, blocked: false });
        const replaced = { by: lastFour, why, at: minutesAgo(0) };
        const none = { limit: yen(0), available: yen(0), held: yen(0) };
        changeCard(old, () => ({ blocked: true, ...none, replaced }));
        office.note(who, 'card.replaced', old, why);
        return ok({ card: `k${number}` });
      },
      'customers.read-file': async (_, { csv }) => {
        draft.lines = csv
          .trim()
          .split('\n')
          .map((line) => line.split(','));
        draft.left.clear();
        return ok(draftNow());
      },
      'customers.draft': async () => ok(draftNow()),
      'customers.drop-draft': async () => ok(),
      'customers.map-columns': async () => ok(draftNow()),
      'customers.draft-rows': async (_, { kind, offset, limit }) => {
        const rows = draftRows().filter((row) => row.kind === kind);
        return ok({ rows: rows.slice(offset, offset + limit), total: rows.length });
      },
      'customers.repair-row': async (_, { line, cells, leaveOut }) => {
        if (leaveOut) draft.left.add(line);
        const [header = []] = draft.lines;
        draft.lines[line - 1] = header.map((name, at) => cells[name as 'email'] ?? draft.lines[line - 1]![at]!);
        const row = draftRows().find((each) => each.line === line);
        return row ? ok({ row, counts: draftNow().counts }) : fail('not-found');
      },
      'customers.run-import': async () => ok(await beginImport(draftNow().counts.new)),
      'customers.import-state': async () => ok(last ? { last } : {}),
      'customers.stop-import': async () => {
        stopping = true;
        return ok();
      },
      'billing.preference': async (_, { customer, by, language }) => {
        const at = customers.findIndex(({ id }) => id === customer);
        if (at === -1) return fail('not-found');
        customers[at] = { ...customers[at]!, billing: by, language };
        return ok();
      },
      'cards.add': async (_, { customer, ...order }) => {
        const found = customers.find((each) => each.id === customer);
        if (!found) return fail('not-found');
        const added = newCard(order);
        if (found.cards.some(({ lastFour }) => lastFour === added.lastFour)) return fail('card-known', 'number');
        found.cards.push(added);
        return ok({ card: added.id });
      },
      'cards.block': async ({ who }, { card: id, blocked, reason }) => {
        office.note(who, blocked ? 'card.blocked' : 'card.unblocked', id, reason);
        return changeCard(id, () => ({ blocked })) ? ok() : fail('not-found');
      },
      'cards.change-limit': async (_, { card: id, limit }) =>
        changeCard(id, ({ limit: before, available }) => ({
          limit,
          available: yen(available.value + limit.value - before.value),
        }))
          ? ok()
          : fail('not-found'),
      'cards.renew': async (_, { card: id, expiry }) => (changeCard(id, () => ({ expiry })) ? ok() : fail('not-found')),
      'cards.remove-passkeys': async (_, { card: id }) =>
        changeCard(id, () => ({ passkeys: 0 })) ? ok() : fail('not-found'),
      'cards.reset': async (_, { by }) => ok(by === 'letter' ? { letter: SAMPLE_LETTER } : {}),
      'settlements.list': async (_, asked) => {
        const shown = settlements.filter(({ customer }) => asked.customer === undefined || customer === asked.customer);
        const page = fakeList(
          shown,
          {
            time: ({ row }) => row.at,
            id: ({ row }) => row.receipt,
            state: ({ row }) => row.state,
            partner: ({ mallId }) => mallId,
            amount: ({ row }) => row.amount.value,
            texts: ({ row }) => [row.receipt, row.lastFour, row.mall],
          },
          asked,
        );
        return ok(mapPage(page, ({ row }) => row));
      },
      'settlements.open': async ({ who }, { receipt }) => {
        const found = settlements.find(({ row }) => row.receipt === receipt);
        if (!found) return fail('not-found');
        const { id, name } = customers.find((each) => each.id === found.customer)!;
        office.note(who, 'settlement.opened', receipt);
        return ok({ ...found.row, ...found.file, customer: { id, name } });
      },
      'claims.list': async (_, asked) => {
        const page = fakeList(
          settlements.flatMap(({ mallId, file }) => file.claims.map((claim) => ({ mallId, claim }))),
          {
            time: ({ claim }) => claim.date,
            id: ({ claim }) => claim.claim,
            state: ({ claim }) => claim.state,
            partner: ({ mallId }) => mallId,
            amount: ({ claim }) => claim.amount.value,
            texts: ({ claim }) => [claim.receipt, claim.mall],
          },
          asked,
        );
        return ok(mapPage(page, ({ claim }) => claim));
      },
      'ledger.check': async () => ok({ sum: 0, differing: [] }),
    },
  };
}
