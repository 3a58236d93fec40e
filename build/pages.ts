/** `dist/staff` and `dist/customer`: what browsers load. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { writeLicences } from './licences.ts';
import { holdLock } from './lock.ts';
import { buildForProduction } from './production.ts';
import { ROOT } from './root.ts';
import { readStamp, sourceHash, writeStamp } from './stamp.ts';
import { buildTerminal } from './terminal.ts';

/** Builds the pages only when their sources changed since; any number of processes may ask at once. */
export async function ensurePages(root = ROOT): Promise<void> {
  if (!existsSync(join(root, 'src/renderer')) || isCurrent(root)) return;
  await holdLock(join(root, 'dist/pages.lock'), async () => {
    if (!isCurrent(root)) await buildPages(root);
  });
}

function isCurrent(root: string): boolean {
  return readStamp(join(root, 'dist')) === sourceHash(root);
}

/** Builds beside the pages in use and puts the new ones in their place at the end. */
export async function buildPages(root = ROOT): Promise<void> {
  const dist = join(root, 'dist');
  const hash = sourceHash(root);
  mkdirSync(dist, { recursive: true });
  const fresh = mkdtempSync(join(dist, '.pages-'));
  try {
    await buildStaff(root, join(fresh, 'staff'));
    writeLicences(join(fresh, 'staff'), root);
    await buildCustomer(root, join(fresh, 'customer'));
    for (const name of ['staff', 'customer']) putInPlace(join(fresh, name), join(dist, name));
    writeStamp(dist, hash);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** A folder that is not empty can't be replaced in one step; between the two, another builder may have put its own. */
function putInPlace(fresh: string, place: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      if (existsSync(place)) renameSync(place, `${fresh}.old-${attempt}`);
      return renameSync(fresh, place);
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

async function buildStaff(root: string, outDir: string): Promise<void> {
  const staff = join(root, 'src/renderer/staff');
  await buildForProduction({
    root: staff,
    configFile: existsSync(join(staff, 'vite.config.ts')) ? join(staff, 'vite.config.ts') : false,
    configLoader: 'native',
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000 },
  });
}

/** What lies at the room's door goes out under its own name, for pages refer to it by name: each script as one file. */
async function buildCustomer(root: string, outDir: string): Promise<void> {
  const customer = join(root, 'src/renderer/customer');
  const files = readdirSync(customer, { withFileTypes: true }).filter((entry) => entry.isFile());
  mkdirSync(outDir, { recursive: true });
  for (const { name } of files) {
    if (/(?<!\.d|\.config)\.ts$/.test(name)) await buildForProduction(customerScript(customer, name, outDir));
    else if (/\.(css|svg|png|woff2|webmanifest)$/.test(name)) cpSync(join(customer, name), join(outDir, name));
  }
  await buildTerminal(customer, outDir);
}

function customerScript(customer: string, file: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: customer,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      minify: true,
      modulePreload: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      rolldownOptions: {
        input: join(customer, file),
        preserveEntrySignatures: 'strict',
        // Else every script carries all of zod for the schemas that it does not use.
        treeshake: { manualPureFunctions: ['z'] },
        output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  };
}
