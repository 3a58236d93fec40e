/** How a text may stand in bytes: every encoding that is searched for, each also written for the self-proof. */
import { toHex, utf8 } from '#shared/bytes.ts';

export interface Encoding {
  readonly name: string;
  /** The bytes that stand wherever a text with `core` in it was written in this encoding. */
  pattern(core: string): Uint8Array;
  /** `text` as this encoding writes it. */
  write(text: string): Uint8Array;
}

/** Text to bytes. */
const CHARSETS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'utf-8': utf8,
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
};

/** Bytes to bytes; the alignment is the place of the first byte within a group that is written as one. */
interface Wrapper {
  readonly name: string;
  pattern(bytes: Uint8Array): Uint8Array;
  write(bytes: Uint8Array): Uint8Array;
}

const plain: Wrapper = { name: '', pattern: (bytes) => bytes, write: (bytes) => bytes };

function base64Wrapper(alphabet: 'base64' | 'base64url', alignment: 0 | 1 | 2): Wrapper {
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString(alphabet);
  const shift = (bytes: Uint8Array): Uint8Array => Buffer.concat([Buffer.alloc(alignment, '.'), bytes]);
  return {
    name: `${alphabet}+${alignment}`,
    pattern: (bytes) => {
      // A digit holds six bits; those at the ends also hold bits of the neighbours.
      const first = Math.ceil((alignment * 8) / 6);
      const end = Math.floor(((alignment + bytes.length) * 8) / 6);
      return utf8(encode(shift(bytes)).slice(first, end));
    },
    write: (bytes) => utf8(encode(Buffer.concat([shift(bytes), Buffer.from('...')]))),
  };
}

function spelledWrapper(name: string, spell: (hex: string) => string): Wrapper {
  const write = (bytes: Uint8Array): Uint8Array => utf8(spell(toHex(bytes)));
  return { name, pattern: write, write };
}

const percent = (hex: string): string => hex.replace(/../g, '%$&');
const WRAPPERS: readonly Wrapper[] = [
  plain,
  ...(['base64', 'base64url'] as const).flatMap((alphabet) =>
    ([0, 1, 2] as const).map((alignment) => base64Wrapper(alphabet, alignment)),
  ),
  spelledWrapper('hex', (hex) => hex),
  spelledWrapper('HEX', (hex) => hex.toUpperCase()),
  spelledWrapper('percent', percent),
  spelledWrapper('PERCENT', (hex) => percent(hex.toUpperCase())),
];

const escapeJson = (text: string, digits: (hex: string) => string): string =>
  text.replace(/[^ -~]/g, (unit) => `\\u${digits(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`);
const doubleBackslashes = (text: string): string => text.replaceAll('\\', '\\\\');
const JSON_ESCAPES: readonly (readonly [string, (text: string) => string])[] = [
  ['json', (text) => escapeJson(text, (hex) => hex)],
  ['JSON', (text) => escapeJson(text, (hex) => hex.toUpperCase())],
  ['json in json', (text) => doubleBackslashes(escapeJson(text, (hex) => hex))],
  ['JSON in json', (text) => doubleBackslashes(escapeJson(text, (hex) => hex.toUpperCase()))],
];

/** Upper case in a name: with upper-case digits. `base64+1`: beginning one byte after a multiple of three. */
export const ENCODINGS: readonly Encoding[] = (['NFC', 'NFD'] as const).flatMap((form) => {
  const suffix = form === 'NFD' ? ' nfd' : '';
  return [
    ...Object.entries(CHARSETS).flatMap(([charset, encode]) =>
      WRAPPERS.map((wrapper): Encoding => ({
        name: `${wrapper.name} ${charset}${suffix}`.trim(),
        pattern: (core) => wrapper.pattern(encode(core.normalize(form))),
        write: (text) => wrapper.write(encode(text.normalize(form))),
      })),
    ),
    ...JSON_ESCAPES.map(([name, escape]): Encoding => {
      const write = (text: string): Uint8Array => utf8(escape(text.normalize(form)));
      return { name: `${name}${suffix}`, pattern: write, write };
    }),
  ];
});
