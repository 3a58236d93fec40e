import type { PrintedLabel } from '#shared/desk/mall.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';

/** A page to look at and to print. PDF and PNG as base64. */
export interface Paper {
  readonly kind: 'label' | 'slip';
  readonly pdf: string;
  readonly preview: string;
  /** Labels only. */
  readonly label?: { readonly labelId: string; readonly piece: number; readonly of: number; readonly copy: number };
}

export function labelPaper({ labelId, pdf, preview, copy }: PrintedLabel): Paper {
  const read = parseLabelId(labelId);
  const { piece, of } = read.ok ? read.value : { piece: 1, of: 1 };
  return { kind: 'label', pdf, preview, label: { labelId, piece, of, copy } };
}
