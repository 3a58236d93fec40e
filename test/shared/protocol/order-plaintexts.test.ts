import { sha256, verifyJws } from '#main/vault/index.ts';
import { describe, expect, it, test } from 'vitest';
import { fromHex, fromUtf8, toHex, utf8 } from '#shared/bytes.ts';
import { decodeCardPart, encodeCardPart } from '#shared/protocol/card-part.ts';
import {
  answerBinding,
  decodeAnswer,
  decodeChallenge,
  encodeAnswer,
  encodeChallenge,
} from '#shared/protocol/challenge.ts';
import { decodeConfirmation, encodeConfirmation } from '#shared/protocol/confirmation.ts';
import { decodeDestinationPart, encodeDestinationPart } from '#shared/protocol/destination-part.ts';
import type { EnvelopeBinding } from '#shared/protocol/envelope.ts';
import { decodeGiftPart, encodeGiftPart } from '#shared/protocol/gift-part.ts';
import { decodeGoodsPart, encodeGoodsPart } from '#shared/protocol/goods-part.ts';
import { decodeIdentity, decodePin, encodeIdentity, encodePin } from '#shared/protocol/identity-plaintext.ts';
import { decodeOrderPart, encodeOrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { partyIdSchema } from '#shared/protocol/party.ts';
import { identityBinding, pinBinding, resealedBinding, WALLET_TYPE, walletSchema } from '#shared/protocol/wallet.ts';
import { fail, expectOk, type Result } from '#shared/result.ts';
import { orderPlaintexts, type OrderPlaintextKind } from '#test/vectors/index.ts';
import { ALWAYS, aVault } from '#test/vault/a-vault.ts';

/** A plaintext's own two functions; values are written down by another program, so their types are for it to get right. */
interface Codec {
  readonly encode: (value: never) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Result<unknown>;
}

const CODECS: Record<OrderPlaintextKind, Codec> = {
  orderPart: { encode: encodeOrderPart, decode: decodeOrderPart },
  goodsPart: { encode: encodeGoodsPart, decode: decodeGoodsPart },
  cardPart: { encode: encodeCardPart, decode: decodeCardPart },
  destinationPart: { encode: encodeDestinationPart, decode: decodeDestinationPart },
  giftPart: { encode: encodeGiftPart, decode: decodeGiftPart },
  challenge: { encode: encodeChallenge, decode: decodeChallenge },
  answer: { encode: encodeAnswer, decode: decodeAnswer },
  identity: { encode: encodeIdentity, decode: decodeIdentity },
  pin: { encode: encodePin, decode: decodePin },
  confirmation: { encode: encodeConfirmation, decode: decodeConfirmation },
};

const BYTES = ['body', 'nonce', 'replyKey', 'wallet', 'sealed'];

/** Members that are bytes stand in hexadecimal in the file. */
function fromFile(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => [
    name,
    BYTES.includes(name) ? fromHex(member as string) : member,
  ]);
  return Object.fromEntries(members);
}

describe.each(Object.keys(CODECS) as OrderPlaintextKind[])('%s', (kind) => {
  const { encode, decode } = CODECS[kind];
  test.each(orderPlaintexts[kind])('$about: byte for byte, and back', ({ value, cbor }) => {
    expect(toHex(encode(fromFile(value) as never))).toBe(cbor);
    const read = expectOk(decode(fromHex(cbor)!));
    // Byte strings come back as views of what was read.
    expect(toHex(encode(read as never))).toBe(cbor);
    expect(JSON.stringify(read)).toBe(JSON.stringify(expectOk(decode(encode(fromFile(value) as never)))));
  });
});

test.each(orderPlaintexts.damaged)('$kind, $about: refused', ({ kind, cbor }) => {
  expect(CODECS[kind].decode(fromHex(cbor)!)).toEqual({ ok: false, error: { code: 'damaged' } });
});

describe('envelopes', () => {
  const { serial } = orderPlaintexts;
  const [MALL, CREDIT, AGENCY] = ['mall.example', 'credit.example', 'agency.example'].map((id) =>
    partyIdSchema.parse(id),
  ) as [never, never, never];
  const part = (party: string, number: string): EnvelopeBinding =>
    partBinding({ party: partyIdSchema.parse(party), mall: MALL, number });
  const bindings: Record<(typeof orderPlaintexts.envelopes)[number]['about'], (number: string) => EnvelopeBinding> = {
    part: (number) => part('carrier.example', number),
    challenge: (number) => part('credit.example', number),
    answer: (number) => answerBinding('buyer', number, MALL),
    confirmation: (number) => part('credit.example', number),
    identity: () => identityBinding(AGENCY, AGENCY, serial),
    pin: () => pinBinding(CREDIT, AGENCY, serial),
    resealed: (number) => resealedBinding(CREDIT, MALL, number),
  };

  test.each(orderPlaintexts.envelopes)('$about: opens under its binding', async (vector) => {
    const { vault } = await aVault();
    expectOk(await vault.importSealingKey(fromHex(vector.skR)!, ALWAYS));
    const binding = bindings[vector.about](vector.number);
    expect(binding).toEqual({
      kind: vector.kind,
      recipient: vector.recipient,
      issuer: vector.issuer,
      number: vector.number,
    });
    const opened = await vault.open(fromHex(vector.envelope)!, binding);
    expect(toHex(expectOk(opened))).toBe(vector.cbor);
  });

  it('is of no use for another party, mall or number', async () => {
    const { vault } = await aVault();
    const vector = orderPlaintexts.envelopes[0]!;
    expectOk(await vault.importSealingKey(fromHex(vector.skR)!, ALWAYS));
    const binding = bindings[vector.about](vector.number);
    for (const moved of [{ recipient: 'credit.example' }, { issuer: 'other.example' }, { number: '10000000000009' }])
      expect(await vault.open(fromHex(vector.envelope)!, { ...binding, ...moved })).toEqual({
        ok: false,
        error: { code: 'not-authentic' },
      });
  });
});

describe('a wallet’s file', () => {
  const { x, jws, payload, sha256: digest } = orderPlaintexts.wallet;
  const keys = [{ use: 'sign', kty: 'OKP', crv: 'Ed25519', x, ...ALWAYS }] as const;

  it('is a JWS of the agency, and named by its SHA-256', async () => {
    const verified = expectOk(await verifyJws(jws, { type: WALLET_TYPE, keys, code: 'wallet-invalid' }));
    expect(walletSchema.parse(JSON.parse(fromUtf8(verified.payload)))).toEqual(payload);
    expect(toHex(sha256(utf8(jws)))).toBe(digest);
    const confirmed = expectOk(decodeConfirmation(fromHex(orderPlaintexts.confirmation[0]!.cbor)!));
    expect(toHex(confirmed.wallet)).toBe(digest);
  });

  it('cut or altered is none', async () => {
    const [header, , signature] = jws.split('.');
    const altered = Buffer.from(JSON.stringify({ ...payload, settlement: 'other.example' })).toString('base64url');
    for (const bad of [jws.slice(0, -2), `${header}.${altered}.${signature}`]) {
      const verified = await verifyJws(bad, { type: WALLET_TYPE, keys, code: 'wallet-invalid' });
      expect(verified).toEqual(fail('wallet-invalid', 'signature'));
    }
  });
});
