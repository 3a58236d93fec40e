/** Which column of a file is what: by headings as people and spreadsheets write them. */

/** Case, width, blanks, units in brackets and signs between words don't matter. */
function foldHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[([{〔【].*?[)\]}〕】]/g, '')
    .replace(/(mm|㎜|%)$/u, '')
    .replace(/[\s_\-./:・]/g, '');
}

/**
 * One for each column of a file; `null`: not taken in. A field is taken from the first column that says so.
 *
 * @param names folded; a field's own name is among them by itself
 */
export function headingReader<F extends string>(
  names: Readonly<Record<F, readonly string[]>>,
): (header: readonly string[]) => (F | null)[] {
  const fields = Object.keys(names) as F[];
  const byHeading: ReadonlyMap<string, F> = new Map(
    fields.flatMap((field) => [field, ...names[field]].map((name) => [foldHeading(name), field] as const)),
  );
  return (header) => {
    const taken = new Set<F>();
    return header.map((heading) => {
      const field = byHeading.get(foldHeading(heading));
      if (field === undefined || taken.has(field)) return null;
      taken.add(field);
      return field;
    });
  };
}
