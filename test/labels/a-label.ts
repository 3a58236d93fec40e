/** Labels with random-looking but constant ciphertext. */
import { mod11_10 } from '#shared/domain/number.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';
import type { LabelModel } from '#main/labels/index.ts';

export const SHIPPING_NUMBER = '30482771930569';
const PURCHASE_NUMBER = `1048277193056${mod11_10('1048277193056')}`;

/** An envelope's bytes for a plaintext bucket; the same for the same seed. */
export function anEnvelope(bucket: number, seed = 1): Uint8Array<ArrayBuffer> {
  let state = seed;
  return Uint8Array.from({ length: bucket + 54 }, (_, at) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return at === 0 ? 1 : (state >>> 16) & 0xff;
  });
}

interface Buckets {
  readonly main?: number;
  readonly contents?: number;
}

export function aLabel(changes: Partial<LabelModel> = {}, { main = 192, contents = 128 }: Buckets = {}): LabelModel {
  const label = changes.label ?? { number: SHIPPING_NUMBER, piece: 1, of: 2, copy: 1 };
  return {
    kind: 'shipping',
    carrier: 'やまびこ運輸',
    sender: 'みなと百貨店',
    label,
    size: 80,
    marks: ['this-way-up', 'fragile'],
    date: '2026-11-21',
    mainCode: expectOk(encodeLabelText({ kind: 'shipping', label, envelope: anEnvelope(main) })),
    contentsCode: expectOk(
      encodeLabelText({
        kind: 'purchase',
        label: { ...label, number: PURCHASE_NUMBER },
        envelope: anEnvelope(contents, 7),
      }),
    ),
    ...changes,
  };
}
