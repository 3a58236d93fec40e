/** "Who may import whom", read from every import in src, and the lint rules that say the same while one writes. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

const ABILITIES = [
  'storage',
  'vault',
  'labels',
  'printing',
  'post',
  'ledger',
  'audit',
  'backup',
  'stations',
  'exceptions',
  'staff',
];

/** Room → the rooms it may import, beside itself. `*` stands for one more name. */
const MAY_IMPORT: readonly (readonly [room: string, rooms: readonly string[]])[] = [
  ['shared', []],
  ...ABILITIES.map((ability) => [ability, ['shared', ...ABILITIES]] as const),
  ['roles/*', ['shared', ...ABILITIES]],
  ['doors/*', ['shared', 'roles/*', ...ABILITIES]],
  ['desktop', ['shared']],
  ['renderer', ['shared']],
  ['setup', ['shared', 'main', 'roles/*', ...ABILITIES]],
  ['main', ['setup', 'shared', 'roles/*', 'doors/*', ...ABILITIES]],
  ['cli', ['shared', 'main', 'setup', 'roles/*', 'doors/*', ...ABILITIES]],
];

/** Packages that are at home in certain places only; a place is a folder of src. */
const PACKAGE_PLACES: readonly (readonly [packages: RegExp, places: RegExp])[] = [
  [/^electron$/, /^main\/desktop\//],
  [/^@?fastify(\/|$)/, /^main\/doors\//],
  // The abilities that keep tables of their own write their queries beside them, as the roles do.
  [/^kysely$/, /^main\/(storage|printing|post|ledger|audit|backup|stations|exceptions|staff|roles)\//],
  [/^(better-sqlite3|pg)$/, /^main\/storage\//],
  [/^(node:crypto|hpke|jose|node-forge|@peculiar\/x509)$/, /^(main\/vault|renderer\/customer\/seal)\//],
  [/^@simplewebauthn\/server$/, /^main\/vault\//],
  [/^@simplewebauthn\/browser$/, /^renderer\/customer\//],
  [/^(react|react-dom|zustand|@mantine\/.*)$/, /^renderer\//],
  [/^node:/, /^main\//],
];
const SHARED_PACKAGES = ['zod', 'cborg'];

interface Import {
  readonly file: string;
  readonly names: string;
}

/** Everything a module names in imports, re-exports, dynamic imports and types. */
/** What a role's code can't even name: the privacy claim is visible in the imports. */
const UNNAMEABLE: Readonly<Record<string, RegExp>> = {
  'roles/mall':
    /domain\/addressee|(addressee|customer|identity)-plaintext|protocol\/(confirmation|make-|(card|destination|gift)-part)/,
  'roles/carrier':
    /domain\/card|(contents|customer|goods-key|identity)-plaintext|protocol\/(confirmation|make-|(goods|card|gift)-part)/,
  'roles/agency':
    /domain\/(addressee|card)|(addressee|contents|customer|goods-key|identity)-plaintext|protocol\/(confirmation|make-|\w+-part)/,
  'roles/credit':
    /domain\/addressee|(addressee|contents|goods-key)-plaintext|protocol\/(make-|(goods|destination|gift)-part)/,
  'roles/wrapper':
    /domain\/(addressee|card)|(addressee|contents|customer|goods-key|identity)-plaintext|protocol\/(confirmation|make-|(goods|card|destination)-part)/,
};

function readImports(file: string, code: string): Import[] {
  const found: Import[] = [];
  const take = (source: unknown): void => {
    const value = (source as { value?: unknown } | null)?.value;
    if (typeof value === 'string') found.push({ file, names: value });
  };
  new Visitor({
    ImportDeclaration: (node) => (isOfConstants(node) ? undefined : take(node.source)),
    ExportAllDeclaration: (node) => take(node.source),
    ExportNamedDeclaration: (node) => take(node.source),
    ImportExpression: (node) => take(node.source),
    TSImportType: (node) => take(node.source),
  }).visit(parseSync(file, code).program);
  return found;
}

/** The names of TLS options stand in `node:crypto` too; they are no primitives. */
function isOfConstants(node: ESTree.ImportDeclaration): boolean {
  const isConstants = (each: ESTree.ImportDeclarationSpecifier): boolean =>
    each.type === 'ImportSpecifier' && 'name' in each.imported && each.imported.name === 'constants';
  return node.source.value === 'node:crypto' && node.specifiers.every(isConstants);
}

/** `main/doors/desk/door.ts` is in the room `doors/desk`. */
function roomOf(path: string): string {
  const [side, ...rest] = path.split('/');
  if (side !== 'main') return side!;
  if (rest.length === 1) return 'main';
  return ['roles', 'doors'].includes(rest[0]!) && rest.length > 2 ? `${rest[0]}/${rest[1]}` : rest[0]!;
}

const matches = (pattern: string, room: string): boolean =>
  pattern === room || (pattern.endsWith('/*') && room.startsWith(pattern.slice(0, -1)));

/** What is wrong with an import, or undefined. Paths are as within src. */
function faultOf({ file, names }: Import): string | undefined {
  const room = roomOf(file);
  if (names.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(file), names));
    return roomOf(target) === room ? undefined : 'a relative import leaves its room';
  }
  if (names.startsWith('#')) {
    const target = names.slice(1);
    if (target.startsWith('test/')) return 'src imports test';
    const rooms = MAY_IMPORT.find(([pattern]) => matches(pattern, room))?.[1];
    if (rooms === undefined) return `the room ${room} is not in the table`;
    const allowed = roomOf(target) === room || rooms.some((pattern) => matches(pattern, roomOf(target)));
    if (!allowed) return `${room} may not import ${roomOf(target)}`;
    return UNNAMEABLE[room]?.test(target) ? `${room} names what it must not open` : undefined;
  }
  const name = names.startsWith('node:') ? names : names.split('/', names.startsWith('@') ? 2 : 1).join('/');
  if (room === 'shared' && !SHARED_PACKAGES.includes(name)) return `${name} is not pure`;
  const place = PACKAGE_PLACES.find(([packages]) => packages.test(name));
  return place === undefined || place[1].test(file) ? undefined : `${name} has no place in ${room}`;
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.config.ts'));
const imports = sources.flatMap((file) => readImports(file, readFileSync(join(ROOT, 'src', file), 'utf8')));

describe('the imports of src', () => {
  test('are found in all their forms', () => {
    const code = `import a from '#main/a.ts'; import type { B } from '#main/b.ts'; import '#main/c.ts';
      export * from '#main/d.ts'; export { e } from '#main/e.ts'; const f = import('#main/f.ts');
      type G = import('#main/g.ts').G; const text = "import h from '#main/h.ts'"; // import i from '#main/i.ts'`;
    expect(readImports('x.ts', code).map(({ names }) => names[6])).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(imports.length).toBeGreaterThan(100);
  });

  test('keep to the table', () => {
    const faults = imports.flatMap((each) => {
      const fault = faultOf(each);
      return fault === undefined ? [] : [`src/${each.file}: ${each.names}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  test('run in no circles between abilities', () => {
    const below = new Map(ABILITIES.map((ability) => [ability, new Set<string>()]));
    for (const { file, names } of imports) {
      if (names.startsWith('#main/') && roomOf(names.slice(1)) !== roomOf(file)) {
        below.get(roomOf(file))?.add(roomOf(names.slice(1)));
      }
    }
    const circle = (room: string, path: readonly string[]): string[] =>
      path.includes(room)
        ? [[...path, room].join(' → ')]
        : [...(below.get(room) ?? [])].flatMap((next) => circle(next, [...path, room]));
    expect(ABILITIES.flatMap((ability) => circle(ability, []))).toEqual([]);
  });
});

/** File → an import that has no place in it. */
const PLANTED: readonly (readonly [file: string, names: string])[] = [
  ['shared/planted.ts', '#main/vault/index.ts'],
  ['shared/planted.ts', '../main/vault/index.ts'],
  ['shared/planted.ts', 'node:fs'],
  ['shared/planted.ts', 'react'],
  ['shared/domain/planted.ts', '../../renderer/staff/client.ts'],
  ['main/storage/planted.ts', '#main/roles/mall/index.ts'],
  ['main/storage/planted.ts', '../vault/index.ts'],
  ['main/storage/planted.ts', 'electron'],
  ['main/vault/planted.ts', '#main/doors/desk/index.ts'],
  ['main/vault/planted.ts', 'fastify'],
  ['main/labels/planted.ts', 'node:crypto'],
  ['main/labels/planted.ts', '../../shared/result.ts'],
  ['main/printing/planted.ts', 'react'],
  ['main/post/planted.ts', 'jose'],
  ['main/post/planted.ts', '#main/roles/carrier/index.ts'],
  ['main/audit/planted.ts', 'better-sqlite3'],
  ['main/ledger/planted.ts', '#renderer/staff/client.ts'],
  ['main/backup/planted.ts', '#main/cli/main.ts'],
  ['main/roles/mall/planted.ts', '#main/roles/carrier/index.ts'],
  ['main/roles/mall/planted.ts', '../carrier/index.ts'],
  ['main/roles/mall/planted.ts', '#shared/domain/addressee.ts'],
  ['main/roles/mall/planted.ts', 'node:crypto'],
  ['main/roles/carrier/planted.ts', '#main/roles/mall/index.ts'],
  ['main/roles/carrier/planted.ts', '#main/doors/public/index.ts'],
  ['main/roles/carrier/planted.ts', '../../vault/index.ts'],
  ['main/roles/carrier/planted.ts', '@fastify/static'],
  ['main/roles/carrier/planted.ts', '#shared/protocol/goods-key-plaintext.ts'],
  ['main/roles/credit/planted.ts', '#shared/protocol/goods-key-plaintext.ts'],
  ['main/roles/credit/planted.ts', '#main/roles/mall/index.ts'],
  ['main/roles/mall/planted.ts', '#shared/protocol/card-part.ts'],
  ['main/roles/mall/planted.ts', '#shared/protocol/destination-part.ts'],
  ['main/roles/carrier/planted.ts', '#shared/protocol/card-part.ts'],
  ['main/roles/credit/planted.ts', '#shared/protocol/destination-part.ts'],
  ['main/roles/credit/planted.ts', '#shared/protocol/make-bundle.ts'],
  ['main/roles/wrapper/planted.ts', '#shared/protocol/destination-part.ts'],
  ['main/roles/wrapper/planted.ts', '#main/roles/mall/index.ts'],
  ['main/roles/agency/planted.ts', '#main/doors/public/index.ts'],
  ['main/roles/agency/planted.ts', '#main/roles/credit/index.ts'],
  ['main/roles/agency/planted.ts', '#shared/protocol/identity-plaintext.ts'],
  ['main/roles/agency/planted.ts', '#shared/protocol/confirmation.ts'],
  ['main/roles/office/planted.ts', '../mall/index.ts'],
  ['main/doors/public/planted.ts', '#main/doors/desk/index.ts'],
  ['main/doors/public/planted.ts', 'kysely'],
  ['main/doors/public/planted.ts', '../../vault/index.ts'],
  ['main/doors/partner/planted.ts', '#main/doors/public/index.ts'],
  ['main/doors/partner/planted.ts', 'hpke'],
  ['main/doors/desk/planted.ts', '../public/index.ts'],
  ['main/doors/desk/planted.ts', '#main/doors/station/station-door.ts'],
  ['main/doors/station/planted.ts', '#main/doors/desk/desk-calls.ts'],
  ['main/doors/station/planted.ts', 'kysely'],
  ['main/doors/desk/planted.ts', '#renderer/staff/client.ts'],
  ['main/desktop/planted.ts', '#main/vault/index.ts'],
  ['main/desktop/planted.ts', '../roles/mall/index.ts'],
  ['renderer/staff/planted.ts', '#main/vault/index.ts'],
  ['renderer/staff/planted.ts', '../../shared/result.ts'],
  ['renderer/customer/planted.ts', 'node:crypto'],
  ['renderer/customer/planted.ts', 'electron'],
  ['main/planted.ts', '#test/builders/an-order.ts'],
  ['main/planted.ts', 'electron'],
  ['main/cli/planted.ts', '#renderer/staff/client.ts'],
];

/** What stands beside them and is in order. */
const IN_ORDER: readonly (readonly [file: string, names: string])[] = [
  ['shared/planted.ts', 'zod'],
  ['main/storage/planted.ts', 'better-sqlite3'],
  ['main/vault/planted.ts', 'node:crypto'],
  ['main/post/planted.ts', '#main/storage/index.ts'],
  ['main/roles/mall/planted.ts', '#main/labels/index.ts'],
  ['main/roles/mall/planted.ts', '#shared/protocol/goods-key-plaintext.ts'],
  ['main/roles/carrier/planted.ts', '#shared/domain/addressee.ts'],
  ['main/roles/mall/planted.ts', '#shared/protocol/goods-part.ts'],
  ['main/roles/wrapper/planted.ts', '#shared/protocol/gift-part.ts'],
  ['main/doors/public/planted.ts', 'fastify'],
  ['main/doors/desk/planted.ts', '#main/roles/mall/index.ts'],
  ['main/desktop/planted.ts', 'electron'],
  ['renderer/staff/planted.ts', '#shared/desk/contract.ts'],
  ['main/planted.ts', '#main/doors/public/index.ts'],
];

/** Which of the planted imports lint refuses, run with the project's own rules over files of their own. */
function lint(planted: readonly (readonly [string, string])[]): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    cpSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    const files = planted.map(([file, names], at) => {
      const path = join('src', dirname(file), `planted-${at}.ts`);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `import { planted } from '${names}';\nexport const kept = planted;\n`);
      return path.replaceAll('\\', '/');
    });
    const program = join(ROOT, 'node_modules/.bin/oxlint');
    const { stdout } = runAnyway(program, ['--format', 'json', '--disable-nested-config'], folder);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] };
    const refused = diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
    return files.map((path) => refused.some(({ filename }) => filename.replaceAll('\\', '/') === path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runAnyway(program: string, args: string[], cwd: string): { stdout: string } {
  try {
    return { stdout: execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }) };
  } catch (error) {
    return { stdout: (error as { stdout: string }).stdout };
  }
}

describe('an import that has no place', () => {
  test('is refused by lint, each', () => {
    const refused = lint(PLANTED);
    expect(PLANTED.filter((_planted, at) => !refused[at])).toEqual([]);
  });

  test('is refused by the table, each', () => {
    expect(PLANTED.filter(([file, names]) => faultOf({ file, names }) === undefined)).toEqual([]);
  });

  test('is told from one that has', () => {
    const refused = lint(IN_ORDER);
    expect(IN_ORDER.filter((_planted, at) => refused[at])).toEqual([]);
    expect(IN_ORDER.filter(([file, names]) => faultOf({ file, names }) !== undefined)).toEqual([]);
  });
});
