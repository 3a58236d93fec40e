/** The list with one stop moved by a place; `undefined` where there is no such stop, or no place to move to. */
export function moveStop(numbers: readonly string[], number: string, by: -1 | 1): readonly string[] | undefined {
  const at = numbers.indexOf(number);
  const to = at + by;
  if (at < 0 || to < 0 || to >= numbers.length) return undefined;
  const moved = [...numbers];
  [moved[at], moved[to]] = [moved[to]!, moved[at]!];
  return moved;
}
