/**
 * `dist/customer/terminal.html`: the page of sealed orders as one file that needs nothing beside it, opens from a disk,
 * and is the same to the byte whenever the same sources are built – its SHA-256 stands in the party card.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { asProduction } from './production.ts';

export async function buildTerminal(customer: string, outDir: string): Promise<void> {
  const folder = join(customer, 'terminal');
  if (!existsSync(join(folder, 'main.ts'))) return;
  writeFileSync(join(outDir, 'terminal.html'), await terminalPage(folder));
}

/** The whole page. @param folder with `main.ts` and `page.html` */
export async function terminalPage(folder: string): Promise<string> {
  const { script, style } = await bundle(folder);
  const inlined: Readonly<Record<string, string>> = { POLICY: policy(script, style), STYLE: style, SCRIPT: script };
  // By a function: a replacement's text would be read for `$` signs. Blanks around it would be part of what is hashed.
  return readFileSync(join(folder, 'page.html'), 'utf8').replace(
    /\s*%([A-Z]+)%\s*/g,
    (all, name: string) => inlined[name] ?? all,
  );
}

/** Nothing runs but the one script, and whatever it is made to do, it loads nothing and posts no form. */
function policy(script: string, style: string): string {
  const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'connect-src https:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

async function bundle(folder: string): Promise<{ readonly script: string; readonly style: string }> {
  const output = await asProduction(() =>
    build({
      configFile: false,
      mode: 'production',
      logLevel: 'error',
      root: folder,
      publicDir: false,
      build: {
        write: false,
        minify: true,
        cssMinify: true,
        // Else the script would put the style in, and no policy can name such a style.
        cssCodeSplit: false,
        modulePreload: false,
        assetsInlineLimit: Number.MAX_SAFE_INTEGER,
        rolldownOptions: {
          input: join(folder, 'main.ts'),
          // Else the script carries all of zod for the schemas that it does not use.
          treeshake: { manualPureFunctions: ['z'] },
          output: { format: 'iife', codeSplitting: false },
        },
      },
    }),
  );
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error('vite watches');
  const script = first.output.flatMap((each) => (each.type === 'chunk' ? [each.code] : [])).join('');
  const style = first.output.flatMap((each) =>
    each.fileName.endsWith('.css') && each.type === 'asset' ? [each.source] : [],
  );
  return { script: inScript(script), style: inStyle(style.join('')) };
}

/** Nothing in it may end its element, or begin a comment that hides the end (HTML, "restrictions on script contents"). */
function inScript(code: string): string {
  if (code.includes('<!--')) throw new Error('a script with an HTML comment');
  return code.trim().replaceAll(/<\/(?=script)/gi, String.raw`<\/`);
}

function inStyle(css: string): string {
  if (/<\/style/i.test(css)) throw new Error('a style that ends itself');
  return css.trim();
}
