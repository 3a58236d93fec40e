import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../build/root.ts';

const FILES: Readonly<Record<string, string>> = {
  'src/shared/word.ts': `export const word: string = 'sealed';`,
  'src/renderer/staff/index.html': `<!doctype html><title>desk</title><div id="root"></div><script type="module" src="./desk.tsx"></script>`,
  'src/renderer/staff/desk.tsx': `import { createRoot } from 'react-dom/client';
    import { word } from '#shared/word.ts';
    createRoot(document.getElementById('root')!).render(<p>{word}{process.env.NODE_ENV}</p>);`,
  'src/renderer/staff/vite.config.ts': `import { appendFileSync } from 'node:fs';
    import react from '@vitejs/plugin-react';
    import { defineConfig } from 'vite';
    const count = { name: 'count', buildStart: () => appendFileSync(import.meta.dirname + '/../../../builds', '1') };
    export default defineConfig({ plugins: [react(), count] });`,
  'src/renderer/customer/ship.ts': `import { seal } from './seal/seal.ts'; document.title = seal(); export const shipped = true;`,
  'src/renderer/customer/wallet.ts': `import { seal } from './seal/seal.ts'; document.title = seal();`,
  'src/renderer/customer/style.css': `p { color: red }`,
  'src/renderer/customer/seal/seal.ts': `import { word } from '#shared/word.ts';
    export function seal(): string { return word + ' here'; }`,
  'src/main/service.ts': `import { Worker } from 'node:worker_threads';
    import { z } from 'zod';
    import { readFileSync } from 'node:fs';
    import { word } from '#shared/word.ts';
    const table: unknown = JSON.parse(readFileSync(new URL('./labels/table.json', import.meta.url), 'utf8'));
    new Worker(new URL('./labels/label-worker.ts', import.meta.url)).on('message', (answer: string) => {
      process.stdout.write([word, answer, z.string().parse('zod'), JSON.stringify(table)].join(' '));
    });`,
  'src/main/labels/label-worker.ts': `import { parentPort } from 'node:worker_threads';
    import { printed } from './print.ts';
    parentPort!.postMessage(printed);`,
  'src/main/labels/print.ts': `export const printed: string = 'printed';`,
  'src/main/labels/table.json': `{"rows":1}`,
};

/** A small project of the same shape, with the real build, packages and compiler settings. */
export function aProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'project-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  for (const name of ['build', 'package.json', 'tsconfig.base.json']) {
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  }
  for (const room of ['src/shared', 'src/renderer', 'src/main']) {
    cpSync(join(ROOT, room, 'tsconfig.json'), join(root, room, 'tsconfig.json'));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
  return root;
}
