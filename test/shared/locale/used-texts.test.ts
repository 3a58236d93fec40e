import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERRORS } from '#shared/errors.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { findUses, STAFF } from './find-uses.ts';

const SOURCES = globSync('src/**/*.{ts,tsx}').filter((file) => !file.startsWith('src/shared/locale/'));

async function tablesOf(): Promise<Record<string, unknown>> {
  const files = globSync('src/shared/locale/*.ts').filter((file) => !/\/(desk|errors|text)\.ts$/.test(file));
  const modules = await Promise.all(
    files.map((file) => import(/* @vite-ignore */ `${process.cwd()}/${file}`) as Promise<Record<string, unknown>>),
  );
  const found = modules.flatMap((module) => Object.entries(module).filter(([, value]) => typeof value === 'object'));
  return { [STAFF]: DESK_TEXTS.en, ...Object.fromEntries(found) };
}

interface SourceFile {
  readonly name: string;
  readonly source: string;
}

const isText = (part: unknown): boolean =>
  typeof part !== 'object' || part === null || ('ja' in part && 'en' in part) || Array.isArray(part);

function leavesOf(part: unknown, path: readonly string[]): string[] {
  // Tables of fields have other facts beside their texts.
  if (isText(part)) return path[0] === STAFF || (part !== null && typeof part === 'object') ? [path.join('.')] : [];
  return Object.entries(part as object).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

function unusedIn(tables: Record<string, unknown>, files: readonly SourceFile[]): string[] {
  const used = new Set<string>();
  const partOf = (path: readonly string[]): unknown =>
    path.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], tables);
  for (const file of files) {
    findUses(file, tables, (path) => {
      // Within a text: the text itself.
      const upTo = path.findIndex((_, at) => at > 0 && isText(partOf(path.slice(0, at))));
      const whole = upTo === -1 ? path : path.slice(0, upTo);
      for (const leaf of leavesOf(partOf(whole), whole)) used.add(leaf);
    });
  }
  return leavesOf(tables, []).filter((leaf) => !used.has(leaf));
}

test('every text is shown somewhere', async () => {
  const tables = await tablesOf();
  const locale = globSync('src/shared/locale/*.ts');
  const files = [...SOURCES, ...locale].map((name) => ({ name, source: readFileSync(name, 'utf8') }));
  expect(unusedIn(tables, files)).toEqual([]);
});

test('a text that nobody shows is found', () => {
  const tables = { [STAFF]: { scan: { title: 'a', gone: 'b', states: { on: 'c', off: 'd' }, told: 'e', bare: 'f' } } };
  const source = `
    export function Screen({ words }: { readonly words: DeskTexts['scan'] }) {
      const { scan } = useTexts();
      const { title: heading, ...rest } = { title: 1 };
      return <p title={scan.title}>{scan.states[state]}{words.told}{heading}</p>;
    }`;
  expect(unusedIn(tables, [{ name: 'screen.tsx', source }])).toEqual([
    'staff texts.scan.gone',
    'staff texts.scan.bare',
  ]);
});

test('every code of an error is used', () => {
  const all = SOURCES.filter((file) => file !== 'src/shared/errors.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  expect(Object.keys(ERRORS).filter((code) => !all.includes(`'${code}'`))).toEqual([]);
});
