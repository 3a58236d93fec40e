/**
 * What deriving a common key costs in Node and in Chromium: `node test/bench/blom.ts [threshold]`, 127 by default. The
 * first envelope of each peer needs it, and nothing else of the scheme takes time worth measuring.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyCentre, openKeyCentre, pairwiseCipher } from '#main/vault/index.ts';
import { commonElement, DEFAULT_THRESHOLD } from '#shared/protocol/blom.ts';
import { blomScheme } from '#shared/protocol/pairwise.ts';
import { type CustomerKeys, personalElements } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { openModule } from '../renderer/customer/browser-module.ts';

const MALL = 'mall.example';
const RUNS = 500;
const threshold = Number(process.argv[2] ?? DEFAULT_THRESHOLD);
const say = (what: string, ms: number): void => void process.stdout.write(`${what}: ${ms.toFixed(3)} ms\n`);

async function timed<T>(what: string, runs: number, work: () => T | Promise<T>): Promise<T> {
  let value = await work();
  const begun = performance.now();
  for (let run = 0; run < runs; run++) value = await work();
  say(what, (performance.now() - begun) / runs);
  return value;
}

const folder = mkdtempSync(join(tmpdir(), 'tokumei-bench-'));
try {
  const begun = performance.now();
  const centre = expectOk(await createKeyCentre(folder, 'bench', { threshold }));
  say('new key centre, with scrypt', performance.now() - begun);
  const mall = expectOk(await centre.issue(MALL));
  const issuing = performance.now();
  const customer = expectOk(await centre.issueCustomer([MALL]));
  say('issuing one key, durable', performance.now() - issuing);
  await timed('opening the key centre, with scrypt', 3, () => openKeyCentre(folder, 'bench'));

  const { id, centre: name, generation } = customer.keys[0]!;
  const elements = personalElements(mall)!;
  const peer = { id, centre: name, generation };
  await timed('Node: field arithmetic alone', RUNS, () => commonElement(elements, elements[0]!));
  const atMall = await timed('Node: common key from the stored personal key', RUNS, async () =>
    expectOk(await blomScheme(pairwiseCipher, mall, peer)),
  );
  const binding = { kind: 'order', recipient: id, issuer: MALL, number: '1' } as const;
  await timed('Node: sealing', RUNS, () => atMall.seal(binding, new Uint8Array(300)));
  await measureInBrowser(customer);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureInBrowser(customer: CustomerKeys): Promise<void> {
  const browser = await openModule('seal/sealing-scheme.ts');
  if (browser === undefined) return void process.stdout.write('no Chromium\n');
  try {
    const { page } = browser;
    const given = { customer, party: MALL, runs: RUNS };
    const { derived, sealed, envelope, peer } = await page.evaluate(async ({ customer, party, runs }) => {
      interface End {
        readonly scheme: { seal(binding: object, plaintext: Uint8Array): Promise<{ value: Uint8Array }> };
        readonly peer: { id: string; centre: string; generation: number };
      }
      interface Global {
        readonly module: { customerScheme: (file: object, party: string) => Promise<{ value: End }> };
      }
      const { customerScheme } = (globalThis as unknown as Global).module;
      const binding = { kind: 'order', recipient: party, issuer: party, number: '1' };
      const plaintext = new Uint8Array(300);
      const { value: end } = await customerScheme(customer, party);
      let begun = performance.now();
      for (let run = 0; run < runs; run++) await customerScheme(customer, party);
      const derived = (performance.now() - begun) / runs;
      begun = performance.now();
      for (let run = 0; run < runs; run++) await end.scheme.seal(binding, plaintext);
      const sealed = (performance.now() - begun) / runs;
      return { derived, sealed, envelope: [...(await end.scheme.seal(binding, plaintext)).value], peer: end.peer };
    }, given);
    say('Chromium: common key from the customer’s file', derived);
    say('Chromium: sealing', sealed);
    // The numbers count only if the other end opens what came out.
    const mall = expectOk(await openKeyCentre(folder, 'bench'));
    const key = expectOk(await mall.issue(MALL));
    const atMall = expectOk(await blomScheme(pairwiseCipher, key, peer));
    const binding = { kind: 'order', recipient: MALL, issuer: MALL, number: '1' } as const;
    expectOk(await atMall.open(Uint8Array.from(envelope), binding));
    process.stdout.write('opened in Node what Chromium sealed\n');
  } finally {
    await browser.close();
  }
}
