/** What this credit company's tables hold of one settlement: much of its customer, of the goods the mall's ciphertext. */
import type { Knowledge } from '#shared/desk/knowledge.ts';
import { daysAfter, knownFacts, type Row, type TableHolding, tracesOf } from '#shared/domain/knowledge.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { ARRIVAL_HOLDING, messagesAbout, outboxHolding } from '#main/post/index.ts';
import type { Credit } from './credit.ts';
import type { ForwardingTable } from './forwarding-tables.ts';
import { KEEP_INQUIRY_DAYS } from './inquiry-lists.ts';

const SETTLEMENT: TableHolding = {
  table: 'settlement',
  since: 'held_at',
  columns: [
    { column: 'contents', facts: ['goods'], form: { envelope: 'contents' }, opens: 'mall' },
    { column: 'sealed_customer', facts: ['payer'], form: { envelope: 'customer' }, opens: 'credit' },
    { column: 'amount', facts: ['amount'], form: 'clear' },
  ],
};

const CUSTOMER: TableHolding = {
  table: 'customer',
  since: 'created_at',
  columns: [
    { column: 'name', facts: ['payer'], form: 'clear' },
    { column: 'kana', facts: ['payer'], form: 'clear' },
    { column: 'postal_code', facts: ['home'], form: 'clear' },
    { column: 'address', facts: ['home'], form: 'clear' },
    { column: 'phone', facts: ['home'], form: 'clear' },
    { column: 'email', facts: ['mail'], form: 'clear' },
  ],
};

/** The same once more, folded, so that a customer is found quickly. */
const SEARCH: TableHolding = {
  table: 'customer_search',
  since: '',
  columns: [{ column: 'text', facts: ['payer', 'mail'], form: 'clear' }],
};

const CARD: TableHolding = {
  table: 'card',
  since: '',
  columns: [
    { column: 'id', facts: ['card'], form: 'hash' },
    { column: 'last_four', facts: ['cardEnd'], form: 'clear' },
    { column: 'expiry', facts: ['cardEnd'], form: 'clear' },
    { column: 'password', facts: ['secret'], form: 'hash' },
  ],
};

const CHECK_WORD: TableHolding = {
  table: 'check_word',
  since: '',
  columns: [{ column: 'word', facts: ['secret'], form: 'hash' }],
};

const FORWARDING: TableHolding = {
  table: 'forwarding',
  since: 'announced_at',
  columns: [
    {
      column: 'sha256',
      facts: ['files'],
      form: { file: 'sealed' },
      opens: 'buyer',
      erased: ({ sha256 }) => sha256 === null,
    },
  ],
};

const keptInquiry = ({ received_at }: Row): string => daysAfter(String(received_at), KEEP_INQUIRY_DAYS);
const isDecided = ({ state }: Row): boolean => state !== 'waiting';

const INQUIRY: TableHolding = {
  table: 'inquiry',
  since: 'received_at',
  columns: [
    // A part of the order, or what the customer confirmed at an agency.
    { column: 'request', facts: ['card', 'secret'], form: { json: 'order' }, opens: 'credit', erased: isDecided },
    { column: 'request', facts: ['goods'], form: { json: 'contents' }, opens: 'mall' },
    { column: 'card', facts: ['card'], form: 'hash', until: keptInquiry },
    { column: 'amount', facts: ['amount'], form: 'clear', until: keptInquiry },
  ],
};

const CLAIM: TableHolding = {
  table: 'claim',
  since: 'date',
  columns: [{ column: 'amount', facts: ['amount'], form: 'clear' }],
};

const STATEMENT_LINE: TableHolding = {
  table: 'statement_line',
  since: 'date',
  columns: [{ column: 'amount', facts: ['amount'], form: 'clear' }],
};

const OUTBOX = outboxHolding([
  { kind: 'contents', facts: ['goods'], opens: 'mall' },
  { kind: 'customer', facts: ['payer'], opens: 'credit' },
]);

/** By receipt number. Fails with `not-found`. */
export async function readCreditKnowledge(
  credit: Credit,
  asked: { readonly number: string },
): Promise<Result<Knowledge>> {
  const db = credit.storage.read;
  const receipt = normalizeNumber(asked.number);
  const settlement = await db.selectFrom('settlement').selectAll().where('receipt', '=', receipt).executeTakeFirst();
  if (!settlement) return fail('not-found');
  const { mall, jti, card, customer } = settlement;
  const [customers, found, cards, words, packages, inquiries, claims, lines, arrivals, messages] = await Promise.all([
    db.selectFrom('customer').selectAll().where('id', '=', customer).execute(),
    db.selectFrom('customer_search').selectAll().where('customer', '=', customer).execute(),
    db.selectFrom('card').selectAll().where('id', '=', card).execute(),
    db.selectFrom('check_word').selectAll().where('card', '=', card).execute(),
    db.selectFrom('forwarding').selectAll().where('receipt', '=', receipt).execute(),
    db.selectFrom('inquiry').selectAll().where('mall', '=', mall).where('jti', '=', jti).execute(),
    db.selectFrom('claim').selectAll().where('receipt', '=', receipt).execute(),
    db.selectFrom('statement_line').selectAll().where('receipt', '=', receipt).execute(),
    db.selectFrom('arrival').selectAll().where('mall', '=', mall).where('jti', '=', jti).execute(),
    messagesAbout(db, [receipt, jti]),
  ]);
  const traces = (
    [
      [SETTLEMENT, [settlement]],
      [CUSTOMER, customers],
      [SEARCH, found],
      [CARD, cards],
      [CHECK_WORD, words],
      [FORWARDING, packages.map(withoutFile)],
      [INQUIRY, inquiries],
      [CLAIM, claims],
      [STATEMENT_LINE, lines],
      [ARRIVAL_HOLDING, arrivals],
      [OUTBOX, messages],
    ] as const
  ).flatMap(([table, rows]) => tracesOf(table, rows));
  const flow = inquiries[0]?.flow ?? 'window';
  const order = { flow, settled: true, mailed: packages.length > 0 } as const;
  return ok({ number: receipt, role: 'credit', order, facts: knownFacts('credit', order, traces) });
}

/** A package whose story is over: its file is gone. */
function withoutFile(row: ForwardingTable): Row {
  const { state, sha256 } = row;
  return { ...row, sha256: state === 'closed' || state === 'withdrawn' ? null : sha256 };
}
