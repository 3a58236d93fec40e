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

/** Fewer bytes are looked through sooner than remembered. */
const WORTH_REMEMBERING = 1024;

interface Remembered {
  /** Containers that it lay in when it was looked through. */
  readonly depth: number;
  readonly hits: readonly Hit[];
}

/**
 * What was examined once is remembered: most files are the same at the second look, and a paper or a package lies in the
 * spool, in the desk's answers and in mails alike.
 */
export function openExaminer(index: PatternIndex): Examine {
  const known = new Map<string, Remembered>();

  /** Hits whose `through` begins at these bytes. */
  async function look(bytes: Uint8Array, depth: number): Promise<readonly Hit[]> {
    const digest = bytes.length < WORTH_REMEMBERING ? undefined : digestOf(bytes);
    const before = digest === undefined ? undefined : known.get(digest);
    // What was seen from further outside was followed further in.
    if (before && before.depth <= depth) return before.hits;
    const hits: Hit[] = [];
    index.search(bytes, ({ mark, encodings }, offset) => hits.push({ mark, encodings, through: [], offset }));
    if (depth < DEEPEST) {
      const follow = async (container: string, inner: Uint8Array): Promise<void> => {
        for (const hit of await look(inner, depth + 1)) hits.push({ ...hit, through: [container, ...hit.through] });
      };
      for (const { container, bytes: inner } of openContainers(bytes)) await follow(container, inner);
      for (const text of await drawnText(bytes)) await follow('drawn text', utf8(text));
    }
    if (digest !== undefined) known.set(digest, { depth, hits });
    return hits;
  }

  return (bytes) => look(bytes, 0);
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
