/**
 * `dist/staff/licences.json`: the licence of every package that is shipped – what runs, what is bundled into the pages,
 * typefaces, the shell. It lies with the pages, so that it goes wherever they go.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './root.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface LicenceList {
  /** `text` is a place in `texts`; absent where the package brings none. */
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
    readonly text?: number;
  }[];
  readonly texts: readonly string[];
}

/** What the packages for desktops are put around. */
const SHELL = ['electron'];
const NODES = /^node-(linux|win|darwin)-/;

export function collectLicences(root = ROOT): LicenceList {
  const { dependencies = {} } = readManifest(root) ?? {};
  const found = new Map<string, { folder: string; manifest: Manifest }>();
  const follow = (name: string, from: string): void => {
    const folder = findPackage(name, from);
    const manifest = folder === undefined ? undefined : readManifest(folder);
    // Optional ones for other computers are not there.
    if (folder === undefined || !manifest || NODES.test(name)) return;
    const key = `${manifest.name} ${manifest.version}`;
    if (found.has(key)) return;
    found.set(key, { folder, manifest });
    for (const next of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
      follow(next, folder);
  };
  for (const name of [...Object.keys(dependencies), ...bundledInPages(root)]) follow(name, root);
  for (const name of SHELL) {
    const folder = findPackage(name, root);
    const manifest = folder === undefined ? undefined : readManifest(folder);
    if (folder !== undefined && manifest) found.set(`${manifest.name} ${manifest.version}`, { folder, manifest });
  }

  const texts: string[] = [];
  const packages = [...found.values()]
    .map(({ folder, manifest }) => {
      const text = licenceText(folder);
      const at = text === undefined ? undefined : texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1;
      return {
        name: manifest.name,
        version: manifest.version,
        licence: licenceName(manifest, text),
        ...(at !== undefined && { text: at }),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
  return { packages, texts };
}

export function writeLicences(folder: string, root = ROOT): void {
  writeFileSync(join(folder, 'licences.json'), JSON.stringify(collectLicences(root)));
}

/** Packages that the pages' own files import, in code or in style. */
function bundledInPages(root: string): ReadonlySet<string> {
  const pages = join(root, 'src/renderer');
  const names = new Set<string>();
  for (const file of readdirSync(pages, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(tsx?|css)$/.test(file) || file.endsWith('vite.config.ts')) continue;
    const code = readFileSync(join(pages, file), 'utf8');
    for (const [, specifier = ''] of code.matchAll(/(?:from|import|@import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      const name = /^(@[\w.-]+\/[\w.-]+|[a-z][\w.-]*)/.exec(specifier)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

/** As Node finds it: in the nearest `node_modules` above. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (folder === dirname(folder)) return undefined;
  }
}

function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

function licenceName({ license, licenses }: Manifest, text = ''): string {
  if (typeof license === 'string') return license;
  const told = license?.type ?? licenses?.map(({ type }) => type).join(' OR ');
  // The manifest forgot it.
  return told ?? (text.includes('Permission is hereby granted, free of charge') ? 'MIT' : '–');
}

function licenceText(folder: string): string | undefined {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|ofl)([.-]|$)/i.test(name));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim());
  return texts.length > 0 ? texts.join('\n\n') : undefined;
}
