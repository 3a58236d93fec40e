import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, toBase64Url, toHex } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { closedEvent, EVENTS, type EventType, isEventType } from '#shared/protocol/event.ts';
import { instructionVariant, shipInstructionSchema } from '#shared/protocol/instruction.ts';
import { orderBundleSchema, sealedPartSchema } from '#shared/protocol/order-part.ts';
import { orderSheetSchema } from '#shared/protocol/order-sheet.ts';
import { encodeLabelText, parseLabelText } from '#shared/protocol/label-text.ts';
import { type ContentsItem, decodeContents, encodeContents } from '#shared/protocol/contents-plaintext.ts';
import { sha256, variantCDigits } from '#main/vault/index.ts';

/** Every shape that `docs/protocol.md` adds, as bytes and JSON that another program can check itself against. */
const vectors = JSON.parse(readFileSync(new URL('../../vectors/protocol.json', import.meta.url), 'utf8')) as {
  contents: { about: string; items: ContentsItem[]; cbor: string }[];
  variantC: { contents: string; jti: string; label: string };
  labelTexts: {
    envelope: string;
    texts: { kind: 'shipping' | 'purchase'; number: string; piece: number; of: number; copy: number; text: string }[];
  };
  instructions: { variant: string; claims: Record<string, unknown> }[];
  files: { about: 'order-part/1' | 'order-bundle/1' | 'order-sheet/1'; file: Record<string, unknown> }[];
  events: { type: EventType; data: Record<string, unknown> }[];
};

describe('contents', () => {
  test.each(vectors.contents)('$about', ({ items, cbor }) => {
    expect(toHex(encodeContents(items))).toBe(cbor);
    const count = items.reduce((sum, item) => sum + item.quantity, 0);
    expect(decodeContents(fromHex(cbor)!)).toMatchObject({ ok: true, value: { count } });
  });

  test('drop the names first, then everything but the count', () => {
    const [full, nameless, bare] = vectors.contents.map(({ cbor }) => decodeContents(fromHex(cbor)!));
    expect(full).toMatchObject({ value: { items: [{ name: expect.any(String) }, {}] } });
    expect(nameless).not.toMatchObject({ value: { items: [{ name: expect.any(String) }] } });
    expect(bare).toMatchObject({ value: { items: [], count: 60 } });
  });
});

test('variant c: the jti is the hash of the contents, and the label’s number comes from it', () => {
  const { contents, jti, label } = vectors.variantC;
  const digest = sha256(fromHex(contents)!);
  expect(toBase64Url(digest)).toBe(jti);
  expect(numberFromDigits('shipping', variantCDigits(digest))).toBe(label);
});

describe('label texts', () => {
  const envelope = fromHex(vectors.labelTexts.envelope)!;
  test.each(vectors.labelTexts.texts)('$kind $number', ({ kind, text, ...label }) => {
    expect(encodeLabelText({ kind, label, envelope })).toEqual({ ok: true, value: text });
    expect(parseLabelText(text)).toEqual({ ok: true, value: { kind, label, envelope } });
  });
});

describe('instructions', () => {
  test.each(vectors.instructions)('variant $variant', ({ variant, claims }) => {
    const parsed = shipInstructionSchema.parse(claims);
    expect(parsed).toEqual(claims);
    expect(instructionVariant(parsed)).toBe(variant);
  });

  test.each([
    ['an amount though nothing is collected', { pay: 'later' }],
    ['no amount though cash is collected', { amount: undefined }],
    ['an unknown claim', { name: 'x' }],
    ['a return address that is not https', { ret: 'http://mall.example/order' }],
    ['a size that is no class', { size: { size: 81, weight: 5 } }],
  ])('refuse %s', (_, change) => {
    expect(shipInstructionSchema.safeParse({ ...vectors.instructions[0]!.claims, ...change }).success).toBe(false);
  });
});

describe('files of a sealed order', () => {
  const SCHEMAS = {
    'order-part/1': sealedPartSchema,
    'order-bundle/1': orderBundleSchema,
    'order-sheet/1': orderSheetSchema,
  } as const;
  test.each(vectors.files)('$about', ({ about, file }) => {
    expect(file['tokumei']).toBe(about);
    expect(SCHEMAS[about].parse(file)).toEqual(file);
  });

  test('a bundle has one part for each party, and all of one mall', () => {
    const bundle = orderBundleSchema.parse(vectors.files.find(({ about }) => about === 'order-bundle/1')!.file);
    const [first, ...rest] = bundle.parts;
    for (const parts of [[first, first, ...rest], [{ ...first, mall: 'other.example' }, ...rest], []])
      expect(orderBundleSchema.safeParse({ ...bundle, parts }).success).toBe(false);
  });
});

describe('events', () => {
  test.each(vectors.events)('$type', ({ type, data }) => {
    expect(EVENTS[type].parse(data)).toEqual(data);
    expect(closedEvent(type, data as never)).toEqual(data);
  });

  test('every type has a vector', () => {
    expect(new Set(vectors.events.map(({ type }) => type))).toEqual(new Set(Object.keys(EVENTS)));
    expect(isEventType('toString')).toBe(false);
  });

  test('a sender writes no member that the schema does not know; a reader drops it', () => {
    const data = { ...vectors.events[2]!.data, depot: 'yokohama' };
    expect(() => closedEvent('parcel.status', data as never)).toThrow('outside its schema');
    expect(EVENTS['parcel.status'].parse(data)).not.toHaveProperty('depot');
  });
});
