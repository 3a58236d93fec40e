/** Labels for a print job: in the form that its printer takes, a paper each or several on a sheet. */
import type { PrintMaker, PrintWish } from '#main/printing/jobs/index.ts';
import type { PrinterSetting } from '#shared/domain/printer.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { LabelPress } from './label-press.ts';
import type { LabelModel } from './model.ts';
import { labelsPerSheet } from './sheets.ts';

/** Labels that are made at once where each is a paper of its own: what waits in memory, twice. */
const AT_ONCE = 8;
/** Sheets that are made at once. */
const SHEETS_AT_ONCE = 5;

type Refused = { readonly reference: string; readonly code: ErrorCode };
type Paper = { readonly bytes: Uint8Array; readonly references: readonly string[] };

/** @param modelOf what a wish's label says; a failure refuses that one */
export function pressFor(
  press: LabelPress,
  modelOf: (wish: PrintWish) => Promise<Result<LabelModel>>,
): Pick<PrintMaker, 'perPage' | 'perPaper' | 'make' | 'preview'> {
  const perPaper = ({ media }: PrinterSetting): number =>
    media.sheet === undefined ? 1 : labelsPerSheet(media.size, media.sheet);

  async function modelsOf(wishes: readonly PrintWish[], refused: Refused[]) {
    const found: { readonly reference: string; readonly model: LabelModel }[] = [];
    for (const wish of wishes) {
      const model = await modelOf(wish);
      if (model.ok) found.push({ reference: wish.reference, model: model.value });
      else refused.push({ reference: wish.reference, code: model.error.code });
    }
    return found;
  }

  async function pressOne(model: LabelModel, { way, media }: PrinterSetting): Promise<Result<Pressed>> {
    if (way.kind === 'zpl') {
      const made = await press.printZpl(model, media);
      return made.ok ? ok({ bytes: made.value.zpl, png: made.value.png }) : made;
    }
    const made = await press.print(model, media);
    return made.ok ? ok({ bytes: made.value.pdf, png: made.value.png }) : made;
  }

  return {
    perPaper,
    perPage: (setting) => (setting.media.sheet === undefined ? AT_ONCE : perPaper(setting) * SHEETS_AT_ONCE),
    make: async (wishes, setting, sheet) => {
      const refused: Refused[] = [];
      const found = await modelsOf(wishes, refused);
      const papers: Paper[] = [];
      if (setting.media.sheet !== undefined) {
        const models = found.map(({ model }) => model);
        const made = await press.printSheets(models, setting.media, sheet);
        if (!made.ok) return made;
        for (const { at, error } of made.value.refused) {
          refused.push({ reference: found[at]!.reference, code: error.code });
        }
        for (const { pdf, labels } of made.value.sheets) {
          papers.push({ bytes: pdf, references: labels.map((at) => found[at]!.reference) });
        }
        return ok({ papers, refused });
      }
      // One by one: a bench that wants its label now waits for one of these, not for all.
      for (const { reference, model } of found) {
        const each = await pressOne(model, setting);
        if (each.ok) papers.push({ bytes: each.value.bytes, references: [reference] });
        // The press is closing: that is no fault of the label's.
        else if (each.error.code === 'unavailable') return fail('unavailable');
        else refused.push({ reference, code: each.error.code });
      }
      return ok({ papers, refused });
    },
    preview: async (wish, setting) => {
      const model = await modelOf(wish);
      if (!model.ok) return model;
      if (setting.media.sheet === undefined) {
        const made = await pressOne(model.value, setting);
        return made.ok ? ok(made.value.png) : made;
      }
      const made = await press.printSheets([model.value], setting.media, { startAt: 1 });
      if (!made.ok) return made;
      const [first] = made.value.sheets;
      return first ? ok(first.png) : fail(made.value.refused[0]?.error.code ?? 'label-unreadable');
    },
  };
}

interface Pressed {
  readonly bytes: Uint8Array;
  readonly png: Uint8Array;
}
