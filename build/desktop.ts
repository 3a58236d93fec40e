/** `dist/desktop`: the shell, its two preloads (a sandboxed preload must be one CommonJS file) and the unlock page. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { buildForProduction } from './production.ts';
import { ROOT } from './root.ts';

export async function buildDesktop(root = ROOT, out = join(root, 'dist/desktop')): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  for (const name of ['main', 'preload', 'unlock-preload']) await buildForProduction(shellFile(root, out, name));
  await buildForProduction({
    configFile: false,
    root: join(root, 'src/main/desktop/unlock'),
    publicDir: false,
    build: { outDir: join(out, 'unlock'), emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
  });
  cpSync(join(root, 'build/icon.png'), join(out, 'icon.png'));
}

function shellFile(root: string, out: string, name: string): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: out,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(root, `src/main/desktop/${name}.ts`),
        output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false },
      },
    },
  };
}
