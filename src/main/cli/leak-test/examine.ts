/** Looks through one file, value or message: as it stands, and all that lies packed inside it. */
import { utf8 } from '#shared/bytes.ts';
import { openPdf } from '#main/printing/rasterise.ts';
import { sha256 } from '#main/vault/index.ts';
import { openContainers } from './containers.ts';
import type { Mark } from './marks.ts';
import type { PatternIndex } from './search.ts';

export interface Hit {
  readonly mark: Mark;
  readonly encodings: readonly string[];
  /** Containers from the outside in; empty where the mark stands openly. */
  readonly through: readonly string[];
  /** Bytes from the beginning of the innermost container. */
  readonly offset: number;
}

export const DEEPEST = 3;

export type Examine = (bytes: Uint8Array) => Promise<readonly Hit[]>;

/** What was examined once is remembered: most files are the same at the second look. */
export function openExaminer(index: PatternIndex): Examine {
  const known = new Map<string, readonly Hit[]>();

  async function look(bytes: Uint8Array, through: readonly string[], hits: Hit[]): Promise<void> {
    index.search(bytes, ({ mark, encodings }, offset) => hits.push({ mark, encodings, through, offset }));
    if (through.length === DEEPEST) return;
    for (const { container, bytes: inner } of openContainers(bytes)) await look(inner, [...through, container], hits);
    for (const text of await drawnText(bytes)) await look(utf8(text), [...through, 'drawn text'], hits);
  }

  return async (bytes) => {
    const digest = digestOf(bytes);
    const before = known.get(digest);
    if (before) return before;
    const hits: Hit[] = [];
    await look(bytes, [], hits);
    known.set(digest, hits);
    return hits;
  };
}

function digestOf(bytes: Uint8Array): string {
  return Buffer.from(sha256(bytes)).toString('base64');
}

/** By digest: the same paper lies in the spool and in the desk's answers. */
const drawn = new Map<string, readonly string[]>();

/** Fonts in a PDF number their glyphs as they like: its streams do not show the text that it draws. */
async function drawnText(bytes: Uint8Array): Promise<readonly string[]> {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') !== '%PDF-') return [];
  const digest = digestOf(bytes);
  const known = drawn.get(digest);
  if (known) return known;
  const pdf = await openPdf(bytes);
  if (!pdf.ok) return [];
  const texts: string[] = [];
  for (let page = 0; page < pdf.value.pages; page++) {
    const text = await pdf.value.text(page);
    if (text.ok) texts.push(text.value);
  }
  pdf.value.close();
  drawn.set(digest, texts);
  return texts;
}
