import { parseArgs } from 'node:util';
import { readDeskLink } from '#main/desk-link.ts';

/** The running party's current one-time link; a used one is replaced at once. */
export async function runDesk(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { dir: { type: 'string' } } });
  const link = values.dir === undefined ? undefined : readDeskLink(values.dir);
  if (link === undefined) {
    console.error('usage: desk --dir DIR (of a party that is running)');
    return 1;
  }
  console.log(link);
  return 0;
}
