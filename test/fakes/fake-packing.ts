/** A packing bench in memory: the queue, real labels and slips, copies, what is set aside, pick lists. */
import { printLabel } from '#main/labels/label-work.ts';
import { drawPackingSlip, drawPickList, previewPng } from '#main/printing/index.ts';
import type { CommandName, Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { ProductRow } from '#shared/desk/catalogue.ts';
import type { PrintedLabel } from '#shared/desk/mall.ts';
import {
  type LabelCopy,
  type MissingItem,
  needsApproval,
  type PackingOrder,
  type PickList,
  queueCursor,
  type QueueRow,
} from '#shared/desk/packing.ts';
import { uniteMarks } from '#shared/domain/handling-mark.ts';
import { labelIdText, parseLabelId } from '#shared/domain/label-id.ts';
import { yen } from '#shared/domain/money.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import type { FakeOffice } from './fake-office.ts';

type Change = (order: PackingOrder) => PackingOrder;

export function fakeBench(
  orders: PackingOrder[],
  products: readonly ProductRow[],
  office: FakeOffice,
  announce: (topic: Topic) => void,
): Pick<DeskHandlers, Extract<CommandName, `packing.${string}`>> {
  const copies = new Map<string, LabelCopy[]>();
  const papers = new Map<string, PrintedLabel>();
  const product = (sku: string): ProductRow | undefined => products.find((row) => row.sku === sku);
  const rowOf = ({ items: _items, collect: _collect, marks: _marks, ...order }: PackingOrder): QueueRow => order;
  const find = (number: string): number =>
    orders.findIndex(({ purchase, shipping }) => [purchase, shipping].includes(number));
  function change(purchase: string, work: Change): Result<void> {
    const at = find(purchase);
    if (at < 0) return fail('purchase-unknown');
    orders[at] = work(orders[at]!);
    announce('packing');
    return ok();
  }

  async function press(
    at: number,
    who: string,
    place: { piece: number; of: number; copy: number },
    more: Partial<LabelCopy>,
  ) {
    const order = orders[at]!;
    const label = { number: order.shipping!, ...place };
    const envelope = new Uint8Array(246).map((_, index) => (index * 89 + place.copy * 7 + place.piece) % 251);
    const contents = new Uint8Array(182).map((_, index) => (index * 37 + place.copy) % 251);
    const printed = await printLabel({
      kind: 'shipping',
      carrier: order.carrierName,
      sender: 'みなと百貨',
      label,
      size: order.size.size,
      marks: uniteMarks(order.marks.always, order.marks.chosen),
      date: new Date().toISOString().slice(0, 10),
      ...(order.collect && { collect: order.collect }),
      mainCode: expectOk(encodeLabelText({ kind: 'shipping', label, envelope })),
      contentsCode: expectOk(
        encodeLabelText({ kind: 'purchase', label: { ...label, number: order.purchase }, envelope: contents }),
      ),
    });
    if (!printed.ok) return printed;
    const paper: PrintedLabel = {
      labelId: labelIdText(label),
      copy: place.copy,
      pdf: Buffer.from(printed.value.pdf).toString('base64'),
      preview: Buffer.from(printed.value.png).toString('base64'),
    };
    papers.set(paper.labelId, paper);
    const earlier = copies.get(order.purchase) ?? [];
    const voided = { at: new Date().toISOString(), who, reason: more.reason ?? '' };
    copies.set(order.purchase, [
      ...earlier.map((copy) => (copy.piece === place.piece && !copy.voided ? { ...copy, voided } : copy)),
      { labelId: paper.labelId, ...place, printedAt: new Date().toISOString(), who, ...more },
    ]);
    orders[at] = {
      ...order,
      state: 'packed',
      copies: Math.max(order.copies, place.copy),
      ...(place.of > 1 && { pieces: place.of }),
    };
    office.note(who, place.copy > 1 ? 'label.reprinted' : 'label.printed', paper.labelId, more.reason);
    return ok(paper);
  }

  async function pick(wanted: readonly PackingOrder[], language: 'ja' | 'en'): Promise<PickList> {
    const totes = wanted.map(({ purchase, carrierName, items }, at) => ({
      tote: String.fromCharCode(65 + at),
      purchase,
      carrierName,
      pieces: items.reduce((sum, { quantity }) => sum + quantity, 0),
    }));
    const all = wanted.flatMap(({ items }, at) => items.map((item) => ({ ...item, tote: totes[at]!.tote })));
    const shelfNames = [...new Set(all.map(({ shelf }) => shelf ?? ''))].sort(
      (a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b, 'en', { numeric: true }),
    );
    const shelves = shelfNames.map((shelf) => {
      const there = all.filter((item) => (item.shelf ?? '') === shelf);
      const lines = [...new Set(there.map(({ sku }) => sku))].map((sku) => {
        const shares = there.filter((item) => item.sku === sku);
        const name = shares[0]!.name;
        return {
          sku,
          ...(name !== undefined && { name }),
          quantity: shares.reduce((sum, { quantity }) => sum + quantity, 0),
          totes: shares.map(({ tote, quantity }) => ({ tote, quantity })),
        };
      });
      return { ...(shelf !== '' && { shelf }), lines };
    });
    const pdf = await drawPickList({ language, date: '2026-11-21', totes, shelves });
    const preview = expectOk(await previewPng(pdf, 110));
    return {
      totes,
      shelves,
      refused: [],
      pdf: Buffer.from(pdf).toString('base64'),
      preview: Buffer.from(preview).toString('base64'),
    };
  }

  const missingOf = (order: PackingOrder, missing: readonly MissingItem[]): PackingOrder => ({
    ...order,
    items: order.items.map((item, at) => {
      const short = missing.find((one) => one.item === at)?.count ?? 0;
      return short > 0 ? { ...item, quantity: item.quantity - short, short: (item.short ?? 0) + short } : item;
    }),
    goesBack: yen(
      missing.reduce(
        (sum, { item, count }) => sum + count * (product(order.items[item]!.sku)?.price.value ?? 0),
        order.goesBack?.value ?? 0,
      ),
    ),
  });

  return {
    'packing.queue': async (_, { place, carrier, limit = 200, after = '' }) =>
      ok(
        orders
          .filter(({ state, aside }) =>
            place === 'packed'
              ? state === 'packed'
              : state === 'accepted' && (aside !== undefined) === (place === 'aside'),
          )
          .filter((order) => carrier === undefined || order.carrier === carrier)
          .filter((order) => queueCursor(order) > after)
          .slice(0, limit)
          .map(rowOf),
      ),
    'packing.counts': async () => {
      const waiting = orders.filter(({ state, aside }) => state === 'accepted' && !aside);
      const carriers = [...new Set(waiting.map(({ carrier }) => carrier))];
      return ok({
        carriers: carriers.map((carrier) => {
          const theirs = waiting.filter((order) => order.carrier === carrier);
          return { carrier, name: theirs[0]!.carrierName, waiting: theirs.length };
        }),
        packed: orders.filter(({ state }) => state === 'packed').length,
        aside: orders.filter(({ state, aside }) => state === 'accepted' && aside).length,
      });
    },
    'packing.open': async ({ who }, { number }) => {
      const label = parseLabelId(number);
      const order = orders[find(label.ok ? label.value.number : number)];
      if (!order) return fail('purchase-unknown');
      office.note(who, 'contents.opened', order.purchase);
      return ok(order);
    },
    'packing.look': async (_, { purchase }) => {
      const order = orders[find(purchase)];
      return order ? ok(rowOf(order)) : fail('purchase-unknown');
    },
    'packing.print': async ({ who }, { purchase, pieces = 1, checked }) => {
      const at = find(purchase);
      const order = orders[at];
      if (!order) return fail('purchase-unknown');
      if (order.state !== 'accepted') return fail('wrong-state', order.state);
      const all = order.items.every(
        ({ sku, quantity }) =>
          checked.reduce((sum, item) => sum + (item.sku === sku ? item.quantity : 0), 0) === quantity,
      );
      if (!all) return fail('items-unchecked');
      const labels: PrintedLabel[] = [];
      for (let piece = 1; piece <= pieces; piece++) {
        const printed = await press(at, who, { piece, of: pieces, copy: 1 }, {});
        if (!printed.ok) return printed;
        labels.push(printed.value);
      }
      announce('packing');
      return ok(labels);
    },
    'packing.reprint': async ({ who }, { purchase, piece = 1, reason, approver }) => {
      const at = find(purchase);
      const order = orders[at];
      if (!order) return fail('purchase-unknown');
      if (order.state !== 'packed') return fail('wrong-state', order.state);
      const last = copies.get(purchase)!.findLast((copy) => copy.piece === piece)!;
      const copy = last.copy + 1;
      if (needsApproval({ copy, reason, may: true }) && !approver) return fail('approval-needed');
      if (approver && approver.secret === 'wrong') return fail('wrong-secret');
      const printed = await press(
        at,
        who,
        { piece, of: last.of, copy },
        { reason, ...(approver && { approver: approver.name }) },
      );
      announce('packing');
      return printed;
    },
    'packing.label': async (_, { purchase, piece = 1, copy }) => {
      const label = copies.get(purchase)?.find((one) => one.piece === piece && one.copy === copy);
      const paper = label && papers.get(label.labelId);
      return paper ? ok(paper) : fail('not-found');
    },
    'packing.labels': async (_, { purchase }) =>
      ok([...(copies.get(purchase) ?? [])].sort((a, b) => a.piece - b.piece)),
    'packing.void': async ({ who }, { purchase, piece, copy, reason }) => {
      copies.set(
        purchase,
        (copies.get(purchase) ?? []).map((one) =>
          one.piece === piece && one.copy === copy
            ? { ...one, voided: { at: new Date().toISOString(), who, reason } }
            : one,
        ),
      );
      office.note(who, 'label.voided', purchase, reason);
      announce('packing');
      return ok();
    },
    'packing.slip': async ({ who }, { purchase, language }) => {
      const order = orders[find(purchase)];
      if (!order) return fail('purchase-unknown');
      const unitPrice = (sku: string): number => product(sku)?.price.value ?? 0;
      const short = order.items.filter((item) => item.short !== undefined);
      const pdf = await drawPackingSlip({
        language,
        seller: { name: 'みなと百貨', registration: 'T1234567890123' },
        date: '2026-11-21',
        purchase,
        currency: 'JPY',
        lines: order.items
          .filter(({ quantity }) => quantity > 0)
          .map(({ sku, name, quantity }) => ({
            name: name ?? sku,
            quantity,
            unitPrice: unitPrice(sku),
            taxPercent: product(sku)?.taxPercent ?? 10,
          })),
        ...(short.length > 0 && {
          missing: {
            lines: short.map(({ sku, name, short: n = 0 }) => ({
              name: name ?? sku,
              quantity: n,
              unitPrice: unitPrice(sku),
            })),
            collected: order.pay === 'on-delivery',
          },
        }),
        ...(order.pay === 'later' && { payLater: { payTo: 'みなと百貨 普通 0000000', due: '2026-12-05' } }),
      });
      office.note(who, 'slip.printed', purchase);
      const preview = expectOk(await previewPng(pdf, 150));
      return ok({ pdf: Buffer.from(pdf).toString('base64'), preview: Buffer.from(preview).toString('base64') });
    },
    'packing.mark': async (_, { purchase, marks }) =>
      change(purchase, (order) => ({ ...order, marks: { ...order.marks, chosen: marks } })),
    'packing.correct-size': async (_, { purchase, size }) =>
      change(purchase, (order) => ({
        ...order,
        size: { ...order.size, size },
        corrected: { was: order.size.size, size, by: 'bench', at: new Date().toISOString() },
      })),
    'packing.set-aside': async ({ who }, { purchase, missing }) =>
      change(purchase, (order) => ({
        ...order,
        aside: {
          at: new Date().toISOString(),
          who,
          pieces: missing.reduce((sum, { count }) => sum + count, 0),
          missing,
        },
      })),
    'packing.bring-back': async (_, { purchase }) => change(purchase, ({ aside: _aside, ...order }) => order),
    'packing.set-aside-many': async ({ who }, { purchases }) => {
      const aside = { at: new Date().toISOString(), who, pieces: 1, missing: [] };
      for (const purchase of purchases) await change(purchase, (order) => ({ ...order, aside }));
      return ok({ done: purchases.length, refused: [] });
    },
    'packing.send-without': async (_, { purchase, missing }) =>
      change(purchase, ({ aside: _aside, ...order }) => missingOf(order, missing)),
    'packing.pick': async ({ who }, wish) => {
      const waiting = orders.filter(({ state, aside }) => state === 'accepted' && !aside);
      const wanted =
        'purchases' in wish
          ? waiting.filter(({ purchase }) => wish.purchases.includes(purchase))
          : waiting
              .filter(({ carrier }) => wish.carrier === undefined || carrier === wish.carrier)
              .slice(0, wish.oldest);
      if (wanted.length === 0) return fail('not-found');
      for (const { purchase } of wanted) office.note(who, 'contents.opened', purchase, 'pick-list');
      return ok(await pick(wanted, wish.language));
    },
    'packing.hand-over': async ({ who }, { purchase }) => {
      const order = orders[find(purchase)];
      if (!order) return fail('purchase-unknown');
      if (order.state !== 'packed') return fail('wrong-state', order.state);
      office.note(who, 'purchase.handed-over', purchase);
      return change(purchase, (now) => ({ ...now, state: 'handed-over' }));
    },
  };
}
