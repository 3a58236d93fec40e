/** What the self-proof plants: one mark of its own for every way that the search claims to see through. */
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { concatBytes, utf8 } from '#shared/bytes.ts';
import { ENCODINGS } from './encodings.ts';
import type { Hit } from './examine.ts';
import { type Mark, openMarkBook } from './marks.ts';

export interface Plant {
  /** An encoding, a container, or a way to cut. */
  readonly name: string;
  readonly mark: Mark;
  readonly bytes: Uint8Array;
  /** Has no sign to know it by in the middle of other bytes: a file or a value of its own, else written as base64. */
  readonly isRaw: boolean;
  isCaughtBy(hit: Hit): boolean;
}

export interface PlantSet {
  readonly plants: readonly Plant[];
  /** Never planted: whoever finds one finds what is not there. */
  readonly decoys: readonly Mark[];
  /** Text to be drawn in a document. */
  readonly drawn: Mark;
  /** Text in place of an envelope in a code on a label. */
  readonly coded: Mark;
}

type Pack = (bytes: Uint8Array) => Uint8Array;

const PACKINGS: Readonly<Record<string, Pack>> = {
  zlib: (bytes) => deflateSync(bytes),
  gzip: (bytes) => gzipSync(bytes),
  'raw deflate': (bytes) => deflateRawSync(bytes),
  zip: zipOf,
  png: pngOf,
  base64: (bytes) => utf8(Buffer.from(bytes).toString('base64')),
  hex: (bytes) => utf8(Buffer.from(bytes).toString('hex')),
};

/** From the inside out. */
const NESTED: readonly (readonly string[])[] = [
  ...Object.keys(PACKINGS).map((name) => [name]),
  ['gzip', 'base64'],
  ['zip', 'hex', 'zlib'],
];

export function makePlants(): PlantSet {
  const book = openMarkBook();
  const fresh = (make: () => unknown): Mark => {
    make();
    return book.marks.at(-1)!;
  };
  const japanese = (): Mark => fresh(() => book.japanese('name'));

  const encoded = ENCODINGS.map(({ name, write }): Plant => {
    const mark = japanese();
    const isCaughtBy = (hit: Hit): boolean => hit.encodings.includes(name);
    return { name, mark, bytes: write(mark.text), isRaw: false, isCaughtBy };
  });
  const packed = NESTED.map((packings): Plant => {
    const mark = japanese();
    const bytes = packings.reduce((inner, packing) => PACKINGS[packing]!(inner), padding(utf8(mark.text)));
    const outside = packings.toReversed().join('>');
    const isCaughtBy = (hit: Hit): boolean => hit.through.join('>').endsWith(outside);
    return { name: `in ${outside}`, mark, bytes, isRaw: packings.at(-1) === 'raw deflate', isCaughtBy };
  });
  const openly = (name: string, mark: Mark, text: string): Plant => ({
    name,
    mark,
    bytes: utf8(text),
    isRaw: false,
    isCaughtBy: (hit) => hit.encodings.includes('utf-8'),
  });
  const [head, tail] = [japanese(), japanese()];
  const [plain, grouped, longer] = [0, 1, 2].map(() => fresh(() => book.amount('price'))) as [Mark, Mark, Mark];
  const latin = fresh(() => book.latin('zone'));
  const cut = [
    openly('cut at its end', head, head.text.slice(0, 8)),
    openly('cut at its beginning', tail, tail.text.slice(-8)),
    openly('latin', latin, latin.text),
    openly('a number', plain, `"amount":${plain.text}}`),
    openly('a number with commas', grouped, `¥${grouped.cores[1]!}`),
  ];
  const bystander: Plant = { ...openly('', longer, `1${longer.text}`), isCaughtBy: () => false };
  return {
    plants: [...encoded, ...packed, ...cut, bystander],
    decoys: [japanese(), fresh(() => book.latin('name')), longer],
    drawn: japanese(),
    coded: japanese(),
  };
}

/** As a mark stands in a real file: in the middle of something. */
function padding(bytes: Uint8Array): Uint8Array {
  return concatBytes(utf8('{"before":"…","it":"'), bytes, utf8('","after":"…"}'));
}

/** One deflated entry with its local header (APPNOTE.TXT §4.3.7); readers that need the directory are not meant. */
function zipOf(bytes: Uint8Array): Uint8Array {
  const data = deflateRawSync(bytes);
  const name = utf8('entry');
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(crc32(bytes), 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(bytes.length, 22);
  header.writeUInt16LE(name.length, 26);
  return concatBytes(header, name, data);
}

/** A picture of one line whose data lie in two chunks, cut in the middle of the compressed stream. */
function pngOf(bytes: Uint8Array): Uint8Array {
  const data = deflateSync(concatBytes(new Uint8Array(1), bytes));
  const size = Buffer.alloc(13);
  size.writeUInt32BE(bytes.length, 0);
  size.writeUInt32BE(1, 4);
  size.set([8, 0, 0, 0, 0], 8);
  const half = data.length >>> 1;
  return concatBytes(
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', size),
    pngChunk('IDAT', data.subarray(0, half)),
    pngChunk('IDAT', data.subarray(half)),
    pngChunk('IEND', new Uint8Array()),
  );
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = concatBytes(utf8(type), data);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return concatBytes(length, body, check);
}
