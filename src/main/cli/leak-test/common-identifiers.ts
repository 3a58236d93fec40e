/**
 * Whether credit company and carrier could join what they know of one order: no identifier of it may stand in the
 * records of both. Whatever they have in common before an order went through both is no identifier of an order.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from '#shared/bytes.ts';
import { readStoredValues } from '#main/storage/index.ts';
import { FILES } from '#main/config.ts';
import { evidenceFile, partyFolder } from './places.ts';
import type { PartyName } from './rules.ts';

/** Two that must have nothing in common but whom they work for. */
export const STRANGERS = ['credit', 'carrier'] as const satisfies readonly PartyName[];
export type Stranger = (typeof STRANGERS)[number];

/** `table.column`, or the name of the evidence, by the identifier that stands there first. */
export type Identifiers = ReadonlyMap<string, string>;

/** Identifiers that stand at both; never the identifiers themselves. */
export interface SharedIdentifiers {
  readonly places: Readonly<Record<Stranger, string>>;
  readonly identifiers: number;
}

/** Shorter values are equal by chance. */
const SHORTEST = 10;
/** Fewer bytes are not looked at as bytes: what they spell as text is enough. */
const FEWEST_BYTES = 8;
const WORDS = new RegExp(`[A-Za-z0-9_+/=.-]{${SHORTEST},}`, 'g');
const HEX = /^[0-9A-F]+$/i;
/** Digits as people read them, in groups. */
const GROUPED = /\d[\d ]{8,}\d/g;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** Days, moments, seconds since 1970: that they can join by time, the product says openly. */
const TIME = /^(\d{4}-\d{2}-\d{2}([T ][\d:.]+Z?)?|1[789]\d{8})$/;
/** The program's own words: types of messages, states. */
const VOCABULARY = /^[A-Za-z]+([._/+-][A-Za-z]+)*$/;

/** Every identifier in a party's database, in what came to it from partners, and in what browsers brought. */
export async function readIdentifiers(group: string, party: Stranger): Promise<Identifiers> {
  const found = new Map<string, string>();
  const note = (place: string, bytes: Uint8Array): void => {
    for (const identifier of identifiersIn(bytes)) if (!found.has(identifier)) found.set(identifier, place);
  };
  for (const { table, column, bytes } of readStoredValues(join(partyFolder(group, party), FILES.database))) {
    note(`${table}.${column}`, bytes);
  }
  for (const place of ['traffic', 'handed'] as const) {
    const file = evidenceFile(group, party, place);
    if (existsSync(file)) note(place, await readFile(file));
  }
  return found;
}

/** What both know, with where each has it. */
export async function readCommon(group: string): Promise<ReadonlyMap<string, SharedIdentifiers['places']>> {
  const carriers = await readIdentifiers(group, 'carrier');
  const common = new Map<string, SharedIdentifiers['places']>();
  for (const [identifier, credit] of await readIdentifiers(group, 'credit')) {
    const carrier = carriers.get(identifier);
    if (carrier !== undefined) common.set(identifier, { credit, carrier });
  }
  return common;
}

/** @param before what they had in common before an order went through both */
export async function findShared(group: string, before: Iterable<string>): Promise<readonly SharedIdentifiers[]> {
  const known = new Set(before);
  const shared = [...(await readCommon(group))].filter(([identifier]) => !known.has(identifier));
  const byPlaces = Map.groupBy(shared, ([, { credit, carrier }]) => `${credit} ${carrier}`);
  return [...byPlaces.values()].map((same) => ({ places: same[0]![1], identifiers: same.length }));
}

/** In one spelling: bytes as hexadecimal digits, numbers without blanks; also those inside of a JWS. */
export function* identifiersIn(bytes: Uint8Array): Generator<string> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  // What is no text is one value as a whole.
  if (bytes.length >= FEWEST_BYTES && text.includes('\uFFFD')) yield toHex(bytes);
  for (const [grouped] of text.matchAll(GROUPED)) {
    const digits = grouped.replaceAll(' ', '');
    if (digits.length >= SHORTEST && !TIME.test(digits)) yield digits;
  }
  for (const [uuid] of text.matchAll(UUID)) yield uuid.toLowerCase();
  for (const [word] of text.matchAll(WORDS)) {
    if (isNoIdentifier(word)) continue;
    yield word;
    for (const part of word.split('.')) if (part.length >= SHORTEST && !isNoIdentifier(part)) yield* spelledIn(part);
  }
}

function isNoIdentifier(word: string): boolean {
  return TIME.test(word) || VOCABULARY.test(word);
}

/** A word as it stands, and as the bytes that its digits stand for. */
function* spelledIn(word: string): Generator<string> {
  yield HEX.test(word) ? word.toLowerCase() : word;
  const inner = Buffer.from(word, 'base64');
  if (inner.length < FEWEST_BYTES) return;
  yield toHex(inner);
  if (inner.includes('{"')) yield* identifiersIn(inner);
}
