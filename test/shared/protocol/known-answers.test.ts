import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#shared/bytes.ts';
import { decodeAddressee, encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { encodeLabelText, parseLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';
import { envelopeVector as vector } from '#test/vectors/index.ts';

/** The addressee of the vector, as its author wrote it down. */
const ADDRESSEE = {
  name: '見本 花子',
  postalCode: '231-0015',
  lines: ['神奈川県横浜市中区尾上町1-2-3', '見本マンション405号室'],
  phone: '045-000-0000',
  country: 'JP',
  note: '宅配ボックス可',
};
const LABEL = { number: vector.number, piece: 1, of: 1, copy: 1 };

describe('the known envelope', () => {
  it('has this CBOR, byte for byte', () => {
    expect(toHex(encodeAddressee(ADDRESSEE))).toBe(vector.cbor);
    expect(expectOk(decodeAddressee(fromHex(vector.cbor)!))).toEqual(ADDRESSEE);
  });

  it('has this label text, digit for digit', () => {
    const envelope = fromHex(vector.envelope)!;
    expect(expectOk(encodeLabelText({ kind: 'shipping', label: LABEL, envelope }))).toBe(vector.text);
    const read = expectOk(parseLabelText(vector.text));
    expect(read).toMatchObject({ kind: 'shipping', label: LABEL });
    expect(toHex(read.envelope)).toBe(vector.envelope);
  });
});
