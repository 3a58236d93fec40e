/**
 * Builds everything that is shipped or served: the pages (staff screens, customers' scripts), the service and command
 * line as plain JavaScript, and the desktop shell. `npm run build` and the package call it whole; the command line asks
 * for the pages alone. It never runs in a packaged app, where `dist` is all there is.
 */
import { pathToFileURL } from 'node:url';
import { buildDesktop } from './desktop.ts';
import { buildMain } from './main.ts';
import { buildPages, ensurePages } from './pages.ts';

export { buildDesktop, buildMain, buildPages, ensurePages };

/** Puts all of `dist` in place; silent unless `say` is given. */
export async function buildAll(say: (line: string) => void = () => undefined): Promise<void> {
  const steps = { pages: ensurePages, service: buildMain, desktop: buildDesktop };
  for (const [name, build] of Object.entries(steps)) {
    const start = performance.now();
    await build();
    say(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildAll((line) => console.log(line));
}
