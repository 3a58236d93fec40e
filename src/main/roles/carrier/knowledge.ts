/** What this carrier's tables hold of one parcel: where it goes sealed to itself, what is in it sealed to the mall. */
import type { Knowledge } from '#shared/desk/knowledge.ts';
import { ADDRESSEE_FACTS, knownFacts, type OrderShape, type TableHolding, tracesOf } from '#shared/domain/knowledge.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { ARRIVAL_HOLDING, messagesAbout, outboxHolding } from '#main/post/index.ts';
import type { Carrier } from './carrier.ts';
import { findParcel } from './find-parcel.ts';

const PARCEL: TableHolding = {
  table: 'parcel',
  since: 'agreed_at',
  columns: [
    { column: 'contents', facts: ['goods'], form: { envelope: 'contents' }, opens: 'mall' },
    { column: 'addressee', facts: ADDRESSEE_FACTS, form: { envelope: 'addressee' }, opens: 'carrier' },
    { column: 'size', facts: ['size'], form: 'clear' },
    { column: 'weight', facts: ['size'], form: 'clear' },
    // What it collects for the mall.
    { column: 'amount', facts: ['amount'], form: 'clear' },
    { column: 'zone', facts: ['place'], form: 'clear' },
    { column: 'depot', facts: ['place'], form: 'clear', since: 'changed_at' },
    { column: 'route', facts: ['place'], form: 'clear', since: 'changed_at' },
  ],
};

const PIECE: TableHolding = {
  table: 'piece',
  since: 'accepted_at',
  columns: [{ column: 'depot', facts: ['place'], form: 'clear' }],
};

const STEP: TableHolding = {
  table: 'parcel_step',
  since: 'at',
  columns: [{ column: 'depot', facts: ['place'], form: 'clear' }],
};

const PROOF: TableHolding = {
  table: 'delivery_proof',
  since: 'at',
  columns: [{ column: 'sealed', facts: ['signature'], form: { envelope: 'goods' }, opens: 'carrier' }],
};

const OUTBOX = outboxHolding([
  { kind: 'contents', facts: ['goods'], opens: 'mall' },
  { kind: 'addressee', facts: ADDRESSEE_FACTS, opens: 'carrier' },
]);

/** By shipping number. Fails with `not-found`. */
export async function readCarrierKnowledge(
  carrier: Carrier,
  asked: { readonly number: string },
): Promise<Result<Knowledge>> {
  const db = carrier.storage.read;
  const parcel = await findParcel(db, normalizeNumber(asked.number));
  if (!parcel) return fail('not-found');
  const { number, mall, jti } = parcel;
  const [pieces, steps, proofs, arrivals, messages] = await Promise.all([
    db.selectFrom('piece').selectAll().where('number', '=', number).execute(),
    db.selectFrom('parcel_step').selectAll().where('number', '=', number).execute(),
    db.selectFrom('delivery_proof').selectAll().where('number', '=', number).execute(),
    db.selectFrom('arrival').selectAll().where('mall', '=', mall).where('jti', '=', jti).execute(),
    messagesAbout(db, [number, jti]),
  ]);
  const traces = (
    [
      [PARCEL, [parcel]],
      [PIECE, pieces],
      [STEP, steps],
      [PROOF, proofs],
      [ARRIVAL_HOLDING, arrivals],
      [OUTBOX, messages],
    ] as const
  ).flatMap(([table, rows]) => tracesOf(table, rows));
  const collects = parcel.pay === 'on-delivery';
  const order: OrderShape = { parcel: true, collects, ...(collects && { settled: false }) };
  return ok({ number, role: 'carrier', order, facts: knownFacts('carrier', order, traces) });
}
