import type { Kind, Mark } from '#main/cli/leak-test/marks.ts';
import { type Examine, openExaminer } from '#main/cli/leak-test/examine.ts';
import { indexMarks } from '#main/cli/leak-test/search.ts';

/** Twelve kana, every other one voiced; any six of either end give it away. */
export const KANA = 'ぐアざいバおポかデすびの';

export function aMark(text: string = KANA, changes: Partial<Mark> = {}): Mark {
  const kind: Kind = 'name';
  return { kind, text, cores: [text.slice(0, 6), text.slice(-6)], isNumber: false, ...changes };
}

export function examinerOf(...marks: readonly Mark[]): Examine {
  return openExaminer(indexMarks(marks));
}

/** How the bytes hold a mark: `container > container > encoding`, each once, sorted. */
export async function sightsOf(bytes: Uint8Array, mark: Mark = aMark()): Promise<string[]> {
  const hits = await examinerOf(mark)(bytes);
  return [...new Set(hits.map(({ through, encodings }) => [...through, encodings[0]].join(' > ')))].sort();
}
