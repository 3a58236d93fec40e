import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HOME } from '../built-pages.ts';

/** A file of sample data, as it came with the program. */
export function readSample(name: string): Promise<string> {
  return readFile(join(HOME, 'data', name), 'utf8');
}
