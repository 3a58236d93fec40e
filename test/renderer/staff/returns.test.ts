/** What becomes of each piece of a return on the bench. */
import { describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import {
  decidePiece,
  decisionOf,
  nextUndecided,
  piecesOf,
  worthOf,
} from '#renderer/staff/stations/mall/returns-store.ts';

const items = [
  { sku: 'A', name: 'a', quantity: 1, price: yen(900) },
  { sku: 'B', name: 'b', quantity: 3, price: yen(100) },
];
const pieces = piecesOf({ items });

describe('a return on the bench', () => {
  test('is looked at piece by piece, round and round', () => {
    expect(pieces.map(({ item, sku }) => `${item}${sku}`)).toEqual(['0A', '1B', '1B', '1B']);
    const some = decidePiece(pieces, 3, 'used');
    expect(nextUndecided(some, 3)).toBe(0);
    const all = [0, 1, 2, 3].reduce((before, at) => decidePiece(before, at, 'missing'), pieces);
    expect(nextUndecided(all, 2)).toBe(-1);
  });

  test('is worth what is here of it', () => {
    const decided = decidePiece(decidePiece(decidePiece(pieces, 0, 'damaged'), 1, 'missing'), 2, 'as-new');
    expect(worthOf(decided)).toBe(1000);
  });

  test('is told as counts by place and condition', () => {
    const decided = [0, 1, 2].reduce((before, at) => decidePiece(before, at, at === 0 ? 'used' : 'as-new'), pieces);
    expect(decisionOf(decidePiece(decided, 3, 'missing'))).toEqual([
      { item: 0, quantity: 1, condition: 'used' },
      { item: 1, quantity: 2, condition: 'as-new' },
      { item: 1, quantity: 1, condition: 'missing' },
    ]);
  });
});
