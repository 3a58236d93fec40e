/** The door from the command line to the build, which is there in the sources and absent from an installed app. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder that holds `src` and `dist`, in the sources and in an installed app alike. */
export const HOME = fileURLToPath(new URL('../../..', import.meta.url));

interface Build {
  ensurePages(): Promise<void>;
  buildAll(): Promise<void>;
}

/** Brings `dist/staff` and `dist/customer` up to date before they are served; silent, and nothing to do when installed. */
export async function ensurePages(): Promise<void> {
  await (await findBuild())?.ensurePages();
}

/** Everything the desktop shell loads. */
export async function ensureDesktop(): Promise<void> {
  await (await findBuild())?.buildAll();
}

async function findBuild(): Promise<Build | undefined> {
  const file = join(HOME, 'build', 'build.ts');
  if (!existsSync(file) || !existsSync(join(HOME, 'src/renderer'))) return undefined;
  return (await import(pathToFileURL(file).href)) as Build;
}
