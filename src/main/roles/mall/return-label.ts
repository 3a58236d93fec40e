/** The return label that a customer prints: numbers, trade names and the mall's own ciphertext; no name and no address. */
import { calendarDay } from '#shared/domain/day.ts';
import { type LabelId, labelIdText } from '#shared/domain/label-id.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { type BarModules, encodeCode128Text, type LabelModel } from '#main/labels/index.ts';
import { findPartner } from '#main/post/index.ts';
import { findReturnable } from './customer-return.ts';
import type { Mall } from './mall.ts';
import type { PurchaseTable } from './tables.ts';

export const RETURN_PAPERS = ['100x150', 'a6', 'a4'] as const;
export type ReturnPaper = (typeof RETURN_PAPERS)[number];

/** Sharp enough for a home printer, whose grid is none of a label printer's. */
const DPI = 300;

/** One piece and one paper: a return is never several, and printed again it is the same. */
export function returnLabelId(number: string): LabelId {
  return { number, piece: 1, of: 1, copy: 1 };
}

async function returnModel(mall: Mall, purchase: PurchaseTable, number: string): Promise<LabelModel> {
  const carrier = await findPartner(mall.storage.read, purchase.counterparty);
  const label = returnLabelId(number);
  const contentsCode = encodeLabelText({
    kind: 'purchase',
    label: { ...label, number: purchase.number },
    envelope: new Uint8Array(purchase.contents),
  });
  return {
    kind: 'return',
    carrier: carrier?.name ?? purchase.counterparty,
    sender: mall.name,
    label,
    size: purchase.size,
    marks: [],
    date: calendarDay(mall.clock()),
    contentsCode: expectOk(contentsCode),
  };
}

/** Proved before it leaves, as every label. Fails with `not-found` while the customer has not asked, and once it is decided. */
export async function printReturnLabel(mall: Mall, orderId: string, paper: ReturnPaper): Promise<Result<Uint8Array>> {
  const asked = await findAsked(mall, orderId);
  if (!asked.ok) return asked;
  const model = await returnModel(mall, asked.value.purchase, asked.value.number);
  if (paper !== 'a4') {
    const printed = await mall.press.print(model, { size: paper, dpi: DPI });
    return printed.ok ? ok(printed.value.pdf) : printed;
  }
  const pressed = await mall.press.printSheets([model], { size: '100x150', dpi: DPI, sheet: 'a4' });
  if (!pressed.ok) return pressed;
  const [sheet] = pressed.value.sheets;
  return sheet ? ok(sheet.pdf) : fail(pressed.value.refused[0]?.error.code ?? 'label-unreadable');
}

export interface PhoneCodes {
  readonly number: string;
  readonly labelId: string;
  /** Code 128 of the label id. */
  readonly bars: BarModules;
  readonly carrier: string;
}

/** The label id alone, for a carrier's scanner; fails as {@link printReturnLabel}. */
export async function phoneCodes(mall: Mall, orderId: string): Promise<Result<PhoneCodes>> {
  const asked = await findAsked(mall, orderId);
  if (!asked.ok) return asked;
  const { number, purchase } = asked.value;
  const labelId = labelIdText(returnLabelId(number));
  const bars = encodeCode128Text(labelId);
  if (!bars.ok) return bars;
  const carrier = await findPartner(mall.storage.read, purchase.counterparty);
  return ok({ number, labelId, bars: bars.value, carrier: carrier?.name ?? purchase.counterparty });
}

async function findAsked(
  mall: Mall,
  orderId: string,
): Promise<Result<{ readonly purchase: PurchaseTable; readonly number: string }>> {
  const found = await findReturnable(mall.storage.read, orderId);
  if (!found?.row || found.row.state === 'decided') return fail('not-found');
  return ok({ purchase: found.purchase, number: found.row.number });
}
