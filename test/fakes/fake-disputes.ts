/** Contested charges in memory: at a credit company beside its settlements, and at a mall that is asked about some. */
import type { Topic } from '#shared/desk/contract.ts';
import type { AskedDisputeRow, DisputeFile, DisputeNote } from '#shared/desk/disputes.ts';
import type { SettlementRow } from '#shared/desk/credit.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { yen } from '#shared/domain/money.ts';
import { canMove, DISPUTE, type DisputeState } from '#shared/domain/states.ts';
import { fail, ok } from '#shared/result.ts';
import { fakeList } from './fake-list.ts';
import { minter, minutesAgo } from './fake-office.ts';

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const idOf = (n: number): string => `0f6f6f0a-8a3e-4a17-9a53-0000000000${String(10 + n)}`;

export interface FakeCharges {
  readonly settlements: readonly { readonly row: SettlementRow; readonly name: string }[];
  /** Takes the amount back; false where less is left. */
  readonly giveBack: (receipt: string, amount: number) => boolean;
  readonly note: (who: string | undefined, action: string, subject: string) => void;
}

export function fakeDisputes(
  announce: (topic: Topic) => void,
  { settlements, giveBack, note }: FakeCharges,
): Pick<DeskHandlers, Extract<keyof DeskHandlers, `disputes.${string}`>> {
  const charged = settlements.filter(({ row }) => row.captured.value > row.refunded.value);
  const states: readonly DisputeState[] = ['answered', 'asked', 'open', 'won'];
  const all: DisputeFile[] = charged
    .slice(0, states.length)
    .map(({ row, name }, n) => makeFile(row, name, n, states[n]!));

  function change(id: string, part: Partial<DisputeFile>, line: Pick<DisputeNote, 'who' | 'kind' | 'note'>): void {
    const at = all.findIndex(({ dispute }) => dispute === id);
    all[at] = { ...all[at]!, ...part, notes: [...all[at]!.notes, { at: minutesAgo(0), ...line }] };
    announce('disputes');
  }
  const find = (id: string): DisputeFile | undefined => all.find(({ dispute }) => dispute === id);
  return {
    'disputes.list': async (_, asked) =>
      ok(
        fakeList(
          all,
          {
            time: ({ openedAt }) => openedAt,
            id: ({ dispute }) => dispute,
            state: ({ state }) => state,
            amount: ({ amount }) => amount.value,
            texts: ({ receipt, mall }) => [receipt, mall],
          },
          asked,
        ),
      ),
    'disputes.file': async ({ who }, { dispute }) => {
      const file = find(dispute);
      if (!file) return fail('not-found');
      note(who, 'dispute.viewed', dispute);
      return ok(file);
    },
    'disputes.open': async ({ who }, { receipt, amount, about, note: said }) => {
      const charge = settlements.find(({ row }) => row.receipt === receipt);
      if (!charge) return fail('not-found');
      const left = charge.row.captured.value - charge.row.refunded.value;
      if (amount.value > left) return fail('refund-too-high');
      const file = makeFile({ ...charge.row, captured: amount }, charge.name, all.length, 'open');
      all.unshift({
        ...file,
        amount,
        about,
        charged: charge.row.captured,
        left: yen(left),
        openedAt: minutesAgo(0),
        notes: [{ at: minutesAgo(0), who: who ?? '', kind: 'opened', note: said }],
      });
      announce('disputes');
      return ok({ dispute: file.dispute });
    },
    'disputes.ask': async ({ who }, { dispute, by }) => {
      if (by <= day(0)) return fail('field-invalid', 'by');
      change(dispute, { state: 'asked', dueOn: by }, { who: who ?? '', kind: 'asked', note: by });
      return ok();
    },
    'disputes.note': async ({ who }, { dispute, note: said }) => {
      change(dispute, {}, { who: who ?? '', kind: 'note', note: said });
      return ok();
    },
    'disputes.decide': async ({ who }, { dispute, end, reason }) => {
      const file = find(dispute);
      if (!file || !canMove(DISPUTE, file.state, end)) return fail('wrong-state');
      if (end === 'won' && !giveBack(file.receipt, file.amount.value)) return fail('refund-too-high');
      change(dispute, { state: end }, { who: who ?? '', kind: end, note: reason });
      return ok();
    },
  };
}

function makeFile(row: SettlementRow, name: string, n: number, state: DisputeState): DisputeFile {
  const amount = yen(Math.min(row.captured.value, 1800 + n * 640));
  const wasAsked = state === 'asked' || state === 'answered';
  const said = (kind: DisputeNote['kind'], note: string, minutes: number, who = '佐藤'): DisputeNote => ({
    at: minutesAgo(minutes),
    who,
    kind,
    note,
  });
  return {
    dispute: idOf(n),
    receipt: row.receipt,
    mall: row.mall,
    amount,
    about: (['not-received', 'not-mine', 'charged-twice', 'wrong-amount'] as const)[n % 4]!,
    state,
    openedAt: minutesAgo(400 + n * 1500),
    ...(state !== 'won' && { dueOn: day(n === 1 ? -2 : 9 - n) }),
    ...(state === 'answered' && { answer: 'contested' }),
    customer: { id: 'Yk3rQ9v0sX1m', name },
    lastFour: row.lastFour,
    charged: row.captured,
    left: yen(row.captured.value - row.refunded.value),
    evidence: state === 'answered' ? ['sent', 'delivered'] : [],
    notes: [
      said('opened', '月曜に電話。覚えがないとのこと。', 400 + n * 1500),
      ...(wasAsked ? [said('asked', day(9 - n), 380 + n * 1500)] : []),
      ...(state === 'answered' ? [said('answered', 'contested', 60, 'minato.example')] : []),
      ...(state === 'won' ? [said('won', '利用の覚えがないことを確認', 30)] : []),
    ],
  };
}

export function fakeAskedDisputes(
  announce: (topic: Topic) => void,
  empty: boolean,
): Pick<DeskHandlers, Extract<keyof DeskHandlers, `asked-disputes.${string}`>> {
  const mint = minter(771);
  const about = ['not-received', 'not-mine', 'wrong-amount'] as const;
  let rows = about.map((each, n): AskedDisputeRow => ({
    dispute: idOf(n),
    number: mint('purchase'),
    credit: 'みなとカード',
    amount: yen(2860 + n * 1210),
    about: each,
    state: n === 2 ? 'lost' : 'asked',
    askedAt: minutesAgo(200 + n * 4000),
    answerBy: day(n === 1 ? -1 : 8),
    ...(n === 2 && { answer: 'contested' }),
    evidence: n === 2 ? ['delivered'] : [],
  }));
  if (empty) rows = [];
  return {
    'asked-disputes.list': async (_, asked) =>
      ok(
        fakeList(
          rows,
          {
            time: ({ askedAt }) => askedAt,
            id: ({ dispute }) => dispute,
            state: ({ state }) => state,
            amount: ({ amount }) => amount.value,
            texts: ({ number, credit }) => [number, credit],
          },
          asked,
        ),
      ),
    'asked-disputes.answer': async (_, { dispute, answer, evidence }) => {
      rows = rows.map((row) => (row.dispute === dispute ? { ...row, state: 'answered', answer, evidence } : row));
      announce('disputes');
      return ok();
    },
  };
}
