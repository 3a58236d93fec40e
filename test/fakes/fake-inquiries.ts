/** Decisions of a credit company at every stage, its rules, and locked wallets, in memory. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import {
  type CreditFacts,
  type DecisionReason,
  type DecisionRules,
  type InquiryDetail,
  type InquiryRow,
} from '#shared/desk/inquiries.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok } from '#shared/result.ts';
import { minter, minutesAgo } from './fake-office.ts';
import { fakeList } from './fake-list.ts';

const RULES: DecisionRules = { overdueDays: 30, debtPercent: 90, reminders: 3 };
const FACTS: CreditFacts = {
  available: yen(181_430),
  limit: yen(300_000),
  debt: yen(106_210),
  overdueDays: 0,
  reminders: 1,
  expiry: '2029-03',
};

/** Refused for what is unpaid; of a wallet; approved; waiting – in the order of the list. */
export function sampleInquiries(): InquiryDetail[] {
  const mint = minter(404);
  const of = (
    at: number,
    part: Partial<InquiryDetail> & Pick<InquiryDetail, 'state' | 'flow'>,
    reason?: DecisionReason,
  ): InquiryDetail => ({
    id: `0c1d2e3f-0000-4000-8000-0000000001${String(10 + at)}`,
    at: minutesAgo(3 + at * 47),
    mall: at % 3 === 2 ? '星空書店' : 'みなと百貨',
    purchase: mint('purchase'),
    amount: yen(1480 + ((at * 7919) % 23_000)),
    ...(reason && { reason, decidedAt: minutesAgo(3 + at * 47) }),
    ...part,
  });
  const looked = { facts: FACTS, rules: RULES, lastFour: '3902' };
  const agency = { flow: 'agency', agency: '見本認証サービス' } as const;
  return [
    of(0, { state: 'waiting', flow: 'sealed' }),
    of(1, { state: 'yes', flow: 'sealed', receipt: mint('receipt'), ...looked }, 'ok'),
    of(2, { state: 'no', flow: 'closed', amount: yen(170_001), ...looked }, 'debt'),
    of(3, { state: 'again', ...agency }, 'pin-wrong'),
    of(4, { state: 'no', ...agency, detail: 'wallet-locked' }, 'pin-wrong'),
    of(5, { state: 'yes', ...agency, receipt: mint('receipt'), ...looked }, 'ok'),
    of(6, { state: 'no', flow: 'sealed', detail: 'not-authentic' }, 'unreadable'),
    of(7, { state: 'no', flow: 'closed' }, 'card-refused'),
    of(
      8,
      {
        state: 'no',
        flow: 'closed',
        lastFour: '5518',
        rules: { overdueDays: 30 },
        facts: { ...FACTS, debt: yen(0), overdueDays: 43, reminders: 2, available: yen(900) },
      },
      'over-limit',
    ),
    of(9, { state: 'yes', flow: 'sealed', receipt: mint('receipt'), ...looked }, 'ok'),
  ];
}

export const LOCKED_SERIAL = 'Vq7dK2mXo1RzT9bLw0aPcg';

function toRow(file: InquiryDetail): InquiryRow {
  const { id, at, mall, purchase, flow, amount, state, reason, detail, agency, decidedAt, receipt } = file;
  return {
    id,
    at,
    mall,
    purchase,
    flow,
    amount,
    state,
    ...(reason && { reason }),
    ...(detail !== undefined && { detail }),
    ...(agency !== undefined && { agency }),
    ...(decidedAt !== undefined && { decidedAt }),
    ...(receipt !== undefined && { receipt }),
  };
}

export function fakeInquiries({ empty = false } = {}): Partial<DeskHandlers> {
  const inquiries = empty ? [] : sampleInquiries();
  let rules = RULES;
  let locked = empty ? [] : [{ serial: LOCKED_SERIAL, agency: '見本認証サービス', at: minutesAgo(191) }];
  return {
    'inquiries.list': async (_, asked) =>
      ok(
        fakeList(
          inquiries.map(toRow),
          {
            time: ({ at }) => at,
            id: ({ id }) => id,
            state: ({ state }) => state,
            amount: ({ amount }) => amount.value,
            texts: ({ purchase, mall }) => [purchase, mall],
          },
          asked,
        ),
      ),
    'inquiries.open': async (_, { id }) => {
      const found = inquiries.find((each) => each.id === id);
      return found ? ok(found) : fail('not-found');
    },
    'inquiries.rules': async () => ok(rules),
    'inquiries.set-rules': async (_, order) => {
      rules = order.rules;
      return ok();
    },
    'wallets.locked': async (_, asked) =>
      ok(fakeList(locked, { time: ({ at }) => at, id: ({ serial }) => serial }, asked)),
    'wallets.unlock': async (_, { serial }) => {
      if (!locked.some((each) => each.serial === serial)) return fail('not-found');
      locked = locked.filter((each) => each.serial !== serial);
      return ok();
    },
  };
}
