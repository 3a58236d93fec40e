/**
 * Labels in ZPL II. The codes are the printer's own, drawn sharp on its head's grid from digits that we send (`^BC`,
 * `^BQ`); everything else is the very picture of the PDF, as one `^GF`, so that preview and print can't differ. Nothing
 * but digits, capital letters and hexadecimal is sent: no text could be taken for a command.
 */
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { type LabelId, labelIdText, pieceDigits } from '#shared/domain/label-id.ts';
import type { GreyPicture } from '#main/printing/rasterise.ts';
import { CODE128_QUIET_MODULES } from './code128.ts';
import { graphicField } from './graphic-field.ts';
import type { LabelModel } from './model.ts';
import type { CodeItem, LabelLayout } from './page.ts';
import { QR_QUIET_MODULES } from './qr-code.ts';

/**
 * Dots. `^FO` with `^BQ` sinks by the height that `^BY` last set, and the printer remembers that from label to label:
 * pinned to the least, and taken off again.
 */
const QR_SINKS = 1;

/** `^FD` of `^BC`: `>;` starts in subset C, `>:` in B, `>5` and `>6` change to C and B, `>8` is FNC1. */
export function code128Field(label: LabelId): string {
  switch (numberFormat(label.number)) {
    case 'sscc':
      return `>;>800${label.number}91${pieceDigits(label)}`;
    case 's10': {
      const [, head, pairs, country] = /^([A-Z]{2}\d)(\d{8})([A-Z]{2})$/.exec(label.number)!;
      return `>:${head}>5${pairs}>6${country}>5${pieceDigits(label)}`;
    }
    default:
      return `>;${labelIdText(label)}`;
  }
}

function codeCommands(item: CodeItem, model: LabelModel): string {
  const { name, x, y, bitmap, quiet } = item;
  switch (name) {
    case 'fence':
    case 'ladder': {
      const dots = quiet / CODE128_QUIET_MODULES;
      const [turn, height] = name === 'fence' ? ['N', bitmap.height] : ['B', bitmap.width];
      return `^FO${x},${y}^BY${dots},2,${height}^BC${turn},${height},N,N,N,N^FD${code128Field(model.label)}^FS`;
    }
    case 'main':
    case 'contents': {
      const dots = quiet / QR_QUIET_MODULES;
      // Correction Q, manual input, numeric: as the PDF's code, module for module but for the mask.
      const digits = name === 'main' ? model.mainCode : model.contentsCode;
      return `^FO${x},${y - QR_SINKS}^BY${dots},2,${QR_SINKS}^BQN,2,${dots}^FDQM,N${digits}^FS`;
    }
  }
}

/** The picture without the codes, which the printer draws itself. */
function withoutCodes({ width, height, grey }: GreyPicture, { items }: LabelLayout): GreyPicture {
  const rest = grey.slice();
  for (const item of items) {
    if (item.type !== 'code') continue;
    for (let y = item.y; y < item.y + item.bitmap.height; y++) {
      rest.fill(255, y * width + item.x, y * width + item.x + item.bitmap.width);
    }
  }
  return { width, height, grey: rest };
}

/** @param picture the PDF of the same layout, rasterised at its resolution */
export function makeZpl(layout: LabelLayout, model: LabelModel, picture: GreyPicture): Uint8Array<ArrayBuffer> {
  const codes = layout.items.filter((item) => item.type === 'code').map((item) => codeCommands(item, model));
  const zpl = [
    // A label that an error spoilt is printed again by the printer itself, once it is mended.
    `^XA^JZY^PON^PMN^LRN^FWN^LH0,0^PW${layout.width}^LL${layout.height}`,
    `^FO0,0${graphicField(withoutCodes(picture, layout))}^FS`,
    ...codes,
    '^PQ1,0,0,N^XZ\n',
  ].join('\n');
  return new Uint8Array(Buffer.from(zpl, 'latin1'));
}
