/** What becomes of each piece of a return on the bench; pure, so that keys, scans and clicks do the same. */
import type { OpenedReturn, ReturnCondition } from '#shared/desk/returns.ts';

/** One piece of what was sent, in the order of the contents. */
export interface ReturnedPiece {
  /** Place in the contents. */
  readonly item: number;
  readonly sku: string;
  readonly name: string;
  /** Minor units. */
  readonly price: number;
  readonly condition?: ReturnCondition;
}

export function piecesOf({ items }: Pick<OpenedReturn, 'items'>): readonly ReturnedPiece[] {
  return items.flatMap(({ sku, name, quantity, price }, item) =>
    Array.from({ length: quantity }, () => ({ item, sku, name, price: price.value })),
  );
}

export function decidePiece(
  pieces: readonly ReturnedPiece[],
  at: number,
  condition: ReturnCondition,
): readonly ReturnedPiece[] {
  return pieces.map((piece, place) => (place === at ? { ...piece, condition } : piece));
}

/** The first piece from `at` on, and round, that nobody has looked at; -1 when there is none. */
export function nextUndecided(pieces: readonly ReturnedPiece[], at: number): number {
  const places = pieces.map((_, step) => (at + step) % pieces.length);
  return places.find((place) => pieces[place]!.condition === undefined) ?? -1;
}

/** What comes back in money at most, in minor units: the prices of what is here. */
export function worthOf(pieces: readonly ReturnedPiece[]): number {
  return pieces.filter(isHere).reduce((sum, { price }) => sum + price, 0);
}

export function isHere({ condition }: ReturnedPiece): boolean {
  return condition !== undefined && condition !== 'missing';
}

/** As the service takes them: counts by place and condition. */
export function decisionOf(
  pieces: readonly ReturnedPiece[],
): { item: number; quantity: number; condition: ReturnCondition }[] {
  const counts = new Map<string, { item: number; quantity: number; condition: ReturnCondition }>();
  for (const { item, condition } of pieces) {
    if (condition === undefined) continue;
    const key = `${item} ${condition}`;
    const counted = counts.get(key) ?? { item, condition, quantity: 0 };
    counts.set(key, { ...counted, quantity: counted.quantity + 1 });
  }
  return [...counts.values()];
}
