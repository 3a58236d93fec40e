/** What an attacker does with personal keys: linear algebra over the field, for the tests of the bound. */
import { commonElement, type Elements, FIELD_PRIME } from '#shared/protocol/blom.ts';

export const mod = (value: bigint): bigint => ((value % FIELD_PRIME) + FIELD_PRIME) % FIELD_PRIME;

/** 1 / value, by Fermat: value^(p − 2). */
export function inverse(value: bigint): bigint {
  let [result, base] = [1n, mod(value)];
  for (let exponent = FIELD_PRIME - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % FIELD_PRIME;
    base = (base * base) % FIELD_PRIME;
  }
  return result;
}

export const powers = (point: bigint, threshold: number): Elements =>
  Array.from({ length: threshold }).reduce<bigint[]>((row) => [...row, mod(row.at(-1)! * point)], [1n]);

/** X with A · X = B, by Gaussian elimination; undefined when A is singular. */
export function solve(a: readonly Elements[], b: readonly Elements[]): Elements[] | undefined {
  const rows = a.map((row, at) => [...row, ...b[at]!]);
  for (let column = 0; column < a.length; column++) {
    const pivot = rows.findIndex((row, at) => at >= column && row[column] !== 0n);
    if (pivot < 0) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const factor = inverse(rows[column]![column]!);
    rows[column] = rows[column]!.map((value) => mod(value * factor));
    for (const [at, row] of rows.entries()) {
      const times = row[column]!;
      if (at !== column && times !== 0n) {
        rows[at] = row.map((value, place) => mod(value - times * rows[column]![place]!));
      }
    }
  }
  return rows.map((row) => row.slice(a.length));
}

/** The matrix, from t + 1 personal keys and their points: V · D = G. */
export const recoverMatrix = (points: Elements, keys: readonly Elements[]): Elements[] | undefined =>
  solve(
    points.map((point) => powers(point, points.length - 1)),
    keys,
  );

/** Coefficients of Π (X − point): orthogonal to v(point) of every point, lowest degree first. */
export function vanishing(points: Elements): Elements {
  let coefficients = [1n];
  for (const point of points) {
    const shifted = [0n, ...coefficients];
    coefficients = shifted.map((value, at) => mod(value - point * (coefficients[at] ?? 0n)));
  }
  return coefficients;
}

/** The common element of two strangers from t + 1 others' keys, by Lagrange: K(x_i, a) are t + 1 points of K(·, a). */
export function interpolatePair(points: Elements, keys: readonly Elements[], a: bigint, b: bigint): bigint {
  let sum = 0n;
  for (const [at, point] of points.entries()) {
    let [above, below] = [commonElement(keys[at]!, a), 1n];
    for (const [other, place] of points.entries()) {
      if (other === at) continue;
      above = mod(above * (b - place));
      below = mod(below * (point - place));
    }
    sum = mod(sum + above * inverse(below));
  }
  return sum;
}
