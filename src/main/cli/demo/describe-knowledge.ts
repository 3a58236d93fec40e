/** Who knows what of a played order, asked at each party's own desk, as a table for a person at a terminal. */
import { FACTS, type Holding, type KnownFact } from '#shared/domain/knowledge.ts';
import { FACT_TEXTS } from '#shared/locale/knowledge.ts';
import type { DemoRole } from './demo-party.ts';
import type { DemoGroup } from './group.ts';
import type { DeclinedOrder, PlayedOrder } from './play-order.ts';

/** What one party holds; undefined where it has no part in the order. */
export type Column = readonly [who: DemoRole, facts: readonly KnownFact[] | undefined];

const WORDS: Readonly<Record<Holding, string>> = {
  clear: 'yes',
  hashed: 'hash',
  sealed: 'sealed',
  erased: 'erased',
  passed: 'passed',
  never: 'no',
};
/** Sealed, but by its own key. */
const OPENS = 'opens it';
const NO_PART = '–';

/** Of the carrier's places: they know less than the carrier. */
const STATIONS = [
  '',
  "Of the carrier's stations a gate is shown depot and tour alone, a van the address too; what they keep, to work cut",
  'off, is encrypted.',
];

export async function describeKnowledge(
  { parties }: DemoGroup,
  played: PlayedOrder | DeclinedOrder,
): Promise<string[]> {
  const { purchase, agency, parts } = played;
  const { receipt, shipping } = played.result === 'ok' ? played : {};
  const numbers: readonly (readonly [DemoRole, string | undefined])[] = [
    ['mall', purchase],
    ['credit', receipt],
    ['carrier', shipping],
    ...(agency === undefined ? [] : [['agency', purchase] as const]),
    // Its part is a file that somebody has to bring first.
    ...(parts?.wrapper === undefined ? [] : [['wrapper', undefined] as const]),
  ];
  const columns: Column[] = [];
  for (const [who, number] of numbers) {
    const known = number === undefined ? undefined : await parties[who]!.desk.ask('knowledge.read', { number });
    columns.push([who, known?.facts]);
  }
  return [...knowledgeTable(columns), ...(shipping === undefined ? [] : STATIONS)];
}

/** One line for each fact that any of them holds, or once held. */
export function knowledgeTable(columns: readonly Column[]): string[] {
  const rows = FACTS.flatMap((fact) => {
    const cells = columns.map(([who, facts]) =>
      cellOf(
        who,
        facts?.find((known) => known.fact === fact),
      ),
    );
    return cells.some((cell) => cell !== NO_PART && cell !== WORDS.never)
      ? [toLine(`  ${FACT_TEXTS[fact].en}`, cells)]
      : [];
  });
  return [
    toLine(
      'Who knows what',
      columns.map(([who]) => who),
    ),
    ...rows,
  ];
}

function cellOf(who: DemoRole, known: KnownFact | undefined): string {
  if (!known) return NO_PART;
  return known.holding === 'sealed' && known.opens.some((opener) => opener === who) ? OPENS : WORDS[known.holding];
}

function toLine(what: string, cells: readonly string[]): string {
  return `${what.padEnd(42)}${cells.map((cell) => cell.padEnd(10)).join('')}`.trimEnd();
}
