/**
 * `npm run screens`: plays the stories of the browser tests, keeps a picture wherever they show something worth looking
 * at, and puts them as WebP under `docs/screens`, with a page that shows them all. For people to look at; no test.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const KEPT = join(ROOT, 'docs/screens');
const QUALITY = 0.7;
/** Pixels. */
const WIDEST = 1024;
/** Pages of customers whose tests run in vitest and take pictures of their own. */
const PAGES = ['test/doors/public/return-routes.test.ts', 'test/renderer/customer/open-page.test.ts'];
const LONGER_PAGES = [
  'test/doors/public/every-page.test.ts',
  'test/doors/public/wish-browser.test.ts',
  'test/renderer/customer/agency-pages.test.ts',
];
/** Every screen is taken once more in English and dark, by a story that began in Japanese. */
const titleOf = (name: string): string => name.replace(/^ja-light-(.+)-en$/, 'en-dark-$1');
/**
 * Taken to be looked at, not to be kept: the same once more in English and dark (every screen by itself is kept in it), at
 * twice the size, and in the system's own colours.
 */
const NOT_KEPT = /^en-|-en-(GB-)?dark-|-(zoom|forced)-|^[a-z-]+-(ja-desk|en-phone)\.png$/;

const taken = mkdtempSync(join(tmpdir(), 'tokumei-screens-'));
const only = process.argv.slice(2);
const runs =
  only.length > 0
    ? [['playwright', 'test', '--retries', '1', ...only]]
    : [
        ['playwright', 'test', '--retries', '1'],
        ['playwright', 'test', '--retries', '1', '--config', 'playwright.soak.config.ts'],
        ['vitest', 'run', ...PAGES],
        ['vitest', 'run', '--config', 'vitest.soak.config.ts', ...LONGER_PAGES],
      ];
for (const [program, ...args] of runs) {
  const env = { ...process.env, TOKUMEI_SHOTS: taken };
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin', program!), args, { cwd: ROOT, env, stdio: 'inherit' });
  // A picture of a story that failed would show what is not so.
  if (status !== 0) process.exit(1);
}

const names = readdirSync(taken)
  .filter((name) => name.endsWith('.png') && !NOT_KEPT.test(name))
  .map((name) => basename(name, '.png'))
  .sort();
if (only.length === 0) rmSync(KEPT, { recursive: true, force: true });
mkdirSync(KEPT, { recursive: true });
const browser = await launchChromium();
const page = await browser.newPage();
for (const name of names) {
  const png = readFileSync(join(taken, `${name}.png`)).toString('base64');
  const webp = await page.evaluate(
    async ({ source, quality, widest }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      const scale = Math.min(1, widest / image.naturalWidth);
      canvas.width = Math.round(image.naturalWidth * scale);
      canvas.height = Math.round(image.naturalHeight * scale);
      const drawing = canvas.getContext('2d')!;
      drawing.imageSmoothingQuality = 'high';
      drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/webp', quality).split(',')[1]!;
    },
    { source: png, quality: QUALITY, widest: WIDEST },
  );
  writeFileSync(join(KEPT, `${titleOf(name)}.webp`), Buffer.from(webp, 'base64'));
}
await browser.close();
rmSync(taken, { recursive: true });

const all = readdirSync(KEPT).filter((name) => name.endsWith('.webp'));
const shown = all.map((name) => `## ${basename(name, '.webp')}\n\n![${basename(name, '.webp')}](${name})\n`);
writeFileSync(
  join(KEPT, 'README.md'),
  `# Screens\n\nTaken by \`npm run screens\` from the stories of the browser tests: language, appearance, what is shown.\n\n${shown.join('\n')}`,
);
process.stdout.write(`${names.length} pictures taken, ${all.length} in docs/screens\n`);
