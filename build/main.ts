/** `dist/main` and `dist/shared`: src as JavaScript for Node, one file for each, so that paths between files stay true. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { buildForProduction } from './production.ts';
import { ROOT } from './root.ts';

const NEIGHBOUR = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+)\.ts\1,\s*import\.meta\.url\s*,?\s*\)/g;

/** Workers and child processes name their file beside them; built, that file ends in `.js`. */
const renameNeighbours: Plugin = {
  name: 'rename-neighbours',
  transform: (code) => ({ code: code.replace(NEIGHBOUR, "new URL('$2.js', import.meta.url)"), map: null }),
};

export async function buildMain(root = ROOT, out = join(root, 'dist')): Promise<void> {
  const atMain = (file: string): string => join(root, 'src/main', file);
  const files = readdirSync(atMain(''), { recursive: true, encoding: 'utf8' }).filter(
    (file) => !/^desktop(\/|\\)/.test(file),
  );
  const code = files.filter((file) => file.endsWith('.ts'));
  const entries = new Set(code.filter((file) => /^service\.ts$|^cli.main\.ts$|-worker\.ts$/.test(file)).map(atMain));
  for (const file of code) {
    for (const [, , neighbour] of readFileSync(atMain(file), 'utf8').matchAll(NEIGHBOUR)) {
      entries.add(resolve(atMain(file), '..', `${neighbour}.ts`));
    }
  }
  for (const folder of ['main', 'shared']) rmSync(join(out, folder), { recursive: true, force: true });
  if (entries.size === 0) return;
  await buildForProduction({
    configFile: false,
    root,
    publicDir: false,
    plugins: [renameNeighbours],
    ssr: { external: true },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: out,
      emptyOutDir: false,
      rolldownOptions: {
        input: [...entries].filter((file) => existsSync(file)),
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: join(root, 'src'),
          virtualDirname: 'main/_virtual',
          entryFileNames: '[name].js',
        },
      },
    },
  });
  // What code reads as a file rather than imports: tables, pictures, pages.
  for (const file of files.filter((name) => !/^(\.ts|)$/.test(extname(name)) && !name.endsWith('tsconfig.json'))) {
    cpSync(atMain(file), join(out, 'main', file));
  }
}
