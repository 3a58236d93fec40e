/**
 * Any history of requests by message mixed with payments in windows: few purchase numbers, so that all ways meet on the
 * same ones; crashes before a commit; the same said again. After every step each purchase counts once and the books fit.
 */
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { balanceOf, checkLedger } from '#main/ledger/index.ts';
import { decideInquiry } from '#main/roles/credit/decide-inquiry.ts';
import { acceptRefund } from '#main/roles/credit/refunds.ts';
import { acceptClaim, endHolds, endStalePayments, settle } from '#main/roles/credit/settle.ts';
import type { CardTable } from '#main/roles/credit/tables.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { START } from '../../builders/a-clock.ts';
import { sentEvents } from '../../builders/a-group.ts';
import {
  aConfirmed,
  aConfirmingGroup,
  aRelayedPart,
  aWallet,
  type ConfirmingGroup,
  decideAll,
  tellConfirmed,
  tellPart,
  type TestWallet,
} from '../../builders/an-inquiry.ts';
import {
  aPayInstruction,
  type CardEntry,
  cardRow,
  HANAKO,
  openPayWindow,
  SAMPLE_PERSON,
  TARO,
} from '../../builders/a-payment.ts';
import { aPurchase } from '../../builders/a-sealed-part.ts';

const HOLDERS: readonly CardEntry[] = [HANAKO, TARO, SAMPLE_PERSON];

const of = fc.nat({ max: 5 });
const asked = {
  of,
  holder: fc.nat({ max: 2 }),
  amount: fc.oneof(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 1500, max: 160_000 })),
};
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('sealed', 'closed', 'window', 'open'), ...asked }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('confirm'),
      ...asked,
      pin: fc.constantFrom(undefined, undefined, '1111'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('again'), of }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('decide') }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('crash') }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom('claim', 'release', 'refund'), of, share: fc.constantFrom(0.5, 1) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait'), hours: fc.constantFrom(1, 3, 30, 200) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

let group: ConfirmingGroup;
let wallets: TestWallet[];
let first: CardTable[];
beforeAll(async () => {
  group = await aConfirmingGroup();
  // Longer than the usual month: histories are.
  for (const party of [group.mall, group.credit, group.agency]) {
    await party.vault.newSealingKey({ nbf: START, exp: '2028-01-01T00:00:00.000Z' });
  }
  wallets = await Promise.all(HOLDERS.map((entry) => aWallet(group, { entry })));
  first = await Promise.all(HOLDERS.map((entry) => cardRow(group, entry)));
});

test('each purchase is held, settled and told once; cards and books fit what was held', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30, size: 'max' }), async (steps) => {
      await beginAnew();
      const numbers = Array.from({ length: 6 }, aPurchase);
      const told = new Map<string, () => Promise<unknown>>();
      for (const each of steps) {
        await take(each as Take, numbers, told);
        await fits();
      }
      await decideAll(group.credit.credit);
      await fits();
    }),
    { numRuns: 16 },
  );
}, 120_000);

interface Take {
  readonly does: Step['does'];
  readonly of: number;
  readonly holder: number;
  readonly amount: number;
  readonly pin?: string;
  readonly share: number;
  readonly hours: number;
}

async function take(
  { does, of, holder, amount, pin, share, hours }: Take,
  numbers: readonly string[],
  told: Map<string, () => Promise<unknown>>,
): Promise<void> {
  const { credit } = group.credit;
  const number = numbers[of]!;
  const entry = HOLDERS[holder]!;
  switch (does) {
    case 'sealed':
    case 'closed': {
      const data = await aRelayedPart(group, { number, entry, yen: amount });
      const tell = () => tellPart(group, data, does === 'sealed' ? 'order.parts' : 'inquiry.request');
      // Refused where the number is taken.
      if ((await tell()).ok) told.set(number, tell);
      return;
    }
    case 'confirm': {
      const choice = { number, amount: yen(amount), ...(pin !== undefined && { pin }) };
      const data = await aConfirmed(group, wallets[holder]!, choice);
      const tell = () => tellConfirmed(group, data);
      if ((await tell()).ok) told.set(number, tell);
      return;
    }
    case 'window':
    case 'open': {
      const opened = await openPayWindow(
        group.credit,
        await aPayInstruction(group, { yen: amount, variant: 'b', changes: { jti: number } }),
      );
      if (opened.ok && does === 'window') await settle(credit, opened.value.arrival, entry);
      return;
    }
    case 'again':
      await told.get(number)?.();
      return;
    case 'decide':
      return decideAll(credit);
    case 'crash': {
      const waiting = await credit.storage.read
        .selectFrom('inquiry')
        .select('id')
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      const write: typeof credit.storage.write = (unit) =>
        credit.storage.write(async (db) => {
          const value = await unit(db);
          const left = await db
            .selectFrom('inquiry')
            .select('id')
            .where('id', '=', waiting!.id)
            .where('state', '=', 'waiting')
            .executeTakeFirst();
          if (!left) throw new Error('power cut');
          return value;
        });
      if (waiting)
        await expect(decideInquiry({ ...credit, storage: { ...credit.storage, write } }, waiting.id)).rejects.toThrow(
          'power cut',
        );
      return;
    }
    case 'claim':
    case 'release':
    case 'refund': {
      const row = await credit.storage.read
        .selectFrom('settlement')
        .selectAll()
        .where('jti', '=', number)
        .executeTakeFirst();
      if (!row) return;
      const left = does === 'refund' ? row.captured - row.refunded : row.amount - row.captured - row.released;
      const value = yen(Math.ceil(left * share));
      if (value.value === 0) return;
      await writeResult(credit.storage, (db) =>
        does === 'claim'
          ? acceptClaim(credit, db, {
              id: randomUuid(),
              mall: row.mall,
              purchase: number,
              amount: value,
              date: group.clock().toISOString().slice(0, 10),
            })
          : giveBack(db, number, value, does === 'refund' ? 'returned' : 'cancelled'),
      );
      return;
    }
    case 'wait':
      group.clock.advance({ hours });
      await endStalePayments(credit);
      await endHolds(credit);
  }
}

type Unit = Parameters<typeof acceptRefund>[1];

function giveBack(db: Unit, purchase: string, amount: ReturnType<typeof yen>, reason: 'returned' | 'cancelled') {
  const refund = randomUuid();
  return acceptRefund(group.credit.credit, db, {
    partner: { id: group.mall.id },
    subject: refund,
    data: { refund, purchase, amount, reason },
  } as Parameters<typeof acceptRefund>[2]);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

async function fits(): Promise<void> {
  const db = group.credit.storage.read;
  expect(await checkLedger(db)).toEqual({ sum: 0, differing: [] });
  const settlements = await db.selectFrom('settlement').selectAll().execute();
  const inquiries = await db.selectFrom('inquiry').selectAll().execute();
  const arrivals = await db.selectFrom('arrival').selectAll().execute();
  for (const { id, customer, available } of first) {
    const card = await db.selectFrom('card').select('available').where('id', '=', id).executeTakeFirstOrThrow();
    const own = settlements.filter((row) => row.card === id);
    const held = sum(own.map(({ amount, captured, released }) => amount - captured - released));
    const { value: balance } = await balanceOf(db, `customer:${customer}`, 'JPY');
    expect(card.available).toBe(available - held - Math.max(0, balance));
    expect(card.available).toBeGreaterThanOrEqual(0);
  }
  // A purchase was decided yes exactly where it is settled, whichever way it came.
  const settled = settlements.map(({ jti }) => jti).sort();
  expect(
    arrivals
      .filter(({ state }) => state === 'ok')
      .map(({ jti }) => jti)
      .sort(),
  ).toEqual(settled);
  const events = await sentEvents(group.credit);
  const results = events.filter(({ type, data }) => type === 'settlement.result' && data['result'] === 'ok');
  expect(results.map(({ subject }) => subject).sort()).toEqual(settled);
  for (const inquiry of inquiries) {
    const { jti, state, receipt, amount, request } = inquiry;
    expect(request === null).toBe(state !== 'waiting');
    const settlement = settlements.find((row) => row.receipt === receipt);
    if (state === 'yes') expect(settlement).toMatchObject({ jti, amount });
    else expect(settlement).toBeUndefined();
    const verdicts = events
      .filter(({ type, subject }) => subject === jti && /verdict|answer/.test(type))
      .map(({ data }) => data['verdict'] ?? data['answer']);
    if (state !== 'waiting') expect(verdicts).toContain(state);
    expect(verdicts.includes('yes') && verdicts.includes('no')).toBe(false);
    if (state === 'no') expect(settled).not.toContain(jti);
  }
}

async function beginAnew(): Promise<void> {
  group.clock.set(START);
  await group.credit.storage.write(async (db) => {
    for (const table of [
      'inquiry',
      'wallet_lock',
      'arrival_session',
      'arrival',
      'attempt',
      'credit_refund',
      'passkey_offer',
      'claim',
      'settlement',
      'transfer',
      'account_balance',
      'outbox',
      'inbox',
    ] as const) {
      await db.deleteFrom(table).execute();
    }
    for (const { id, available } of first) {
      await db.updateTable('card').set({ available }).where('id', '=', id).execute();
    }
  });
}
