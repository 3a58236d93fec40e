/** Which of several codes on one picture is meant: a label carries three or four of them. */
import { parseLabelId } from '#shared/domain/label-id.ts';
import type { NumberKind } from '#shared/domain/number.ts';
import type { Role } from '#shared/protocol/party.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';

/** What a desk opens. */
const WANTED: Readonly<Record<Role, readonly NumberKind[]>> = {
  carrier: ['shipping', 'return'],
  credit: ['receipt'],
  mall: ['purchase', 'shipping', 'return', 'receipt'],
  agency: [],
  wrapper: [],
};

/** `sealed`: with its envelope · `id`: bars alone, an envelope may be beside them · `other`: no label. */
export type CodeKind = 'sealed' | 'id' | 'other';

export interface ChosenCode {
  readonly text: string;
  readonly kind: CodeKind;
}

/** @param texts nearest to the middle of the picture first */
export function chooseCode(texts: readonly string[], role: Role): ChosenCode | undefined {
  const wanted = WANTED[role];
  const sealed = texts.flatMap((text) => {
    const label = parseLabelText(text);
    return label.ok ? [{ text, rank: rankOf(wanted, label.value.kind) }] : [];
  });
  const [best] = sealed.toSorted((a, b) => a.rank - b.rank);
  if (best) return { text: best.text, kind: 'sealed' };
  const id = texts.find((text) => parseLabelId(text).ok);
  if (id !== undefined) return { text: id, kind: 'id' };
  const [other] = texts;
  return other === undefined ? undefined : { text: other, kind: 'other' };
}

function rankOf(wanted: readonly NumberKind[], kind: NumberKind): number {
  const at = wanted.indexOf(kind);
  return at === -1 ? wanted.length : at;
}
