/**
 * How fast a package of electronic goods is sealed, opened in Node and opened in Chromium, and in how much memory:
 * `node test/bench/goods-package.ts [gigabytes]`. Two gigabytes by default; the disk must have room for six.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGoodsFolder } from '#main/roles/mall/goods-folder.ts';
import { writePackage } from '#main/roles/mall/seal-goods.ts';
import { decodeContent, randomContentKey, sealTo } from '#main/vault/index.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { encodeGoodsKey } from '#shared/protocol/goods-key-plaintext.ts';
import { GOODS_ENVELOPE_BYTES, goodsBinding } from '#shared/protocol/goods-package.ts';
import { expectOk } from '#shared/result.ts';
import { openModule } from '../renderer/customer/browser-module.ts';

const MB = 1_000_000;
const RECEIPT = '20482771930562';
const ISSUER = 'credit.example';
const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
const buyer = { publicKey: fromBase64Url(x!)!, privateKey: fromBase64Url(d!)! };
const bytes = Math.round(Number(process.argv[2] ?? 2) * 1000) * MB;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const rss = (): number => process.memoryUsage().rss;
let most = 0;
setInterval(() => (most = Math.max(most, rss())), 5).unref();

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  most = 0;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - begun) / 1000;
  const speed = bytes / MB / seconds;
  say(
    `${what}: ${speed.toFixed(0)} MB/s (${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor), ${(most / 2 ** 20).toFixed(0)} MiB RSS at most`,
  );
  return value;
}

const folder = mkdtempSync(join(tmpdir(), 'tokumei-bench-'));
try {
  const path = join(folder, 'goods.bin');
  const file = await open(path, 'w');
  const block = randomBytes(10 * MB);
  for (let at = 0; at < bytes; at += block.length) await file.write(block, 0, Math.min(block.length, bytes - at));
  await file.close();

  const goods = await openGoodsFolder(folder);
  const key = randomContentKey();
  const envelope = expectOk(await sealTo(buyer.publicKey, goodsBinding(ISSUER, RECEIPT), encodeGoodsKey(key)));
  const files = [{ name: 'goods.bin', bytes, path }];
  say(`${bytes / MB} MB; ${(rss() / 2 ** 20).toFixed(0)} MiB RSS before`);
  await timed('sealed', () => writePackage(goods, { receipt: RECEIPT, envelope, key }, files, { done: 0, total: 0 }));

  const sealed = goods.package(RECEIPT);
  const start = { start: GOODS_ENVELOPE_BYTES, highWaterMark: MB };
  await timed('opened in Node', async () => {
    for await (const piece of decodeContent(key, createReadStream(sealed, start))) void piece;
  });
  await openInBrowser(sealed);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Lists the package, then reads its file through to the end, as saving it does. */
async function openInBrowser(sealed: string): Promise<void> {
  const opened = await openModule('seal/open-goods.ts');
  if (!opened) return say('no Chromium');
  const { page, close } = opened;
  try {
    await page.setContent('<!doctype html><title>bench</title><input type="file" id="file">');
    await page.setInputFiles('#file', sealed);
    const given = {
      publicKey: [...buyer.publicKey],
      privateKey: [...buyer.privateKey],
      issuer: ISSUER,
      receipt: RECEIPT,
    };
    const { listed, read } = await page.evaluate(async ({ publicKey, privateKey, issuer, receipt }) => {
      interface Module {
        openPackage: (
          file: Blob,
          key: object,
          from: object,
        ) => Promise<{ value: { files: object[]; read: (file: object) => AsyncIterable<Uint8Array> } }>;
      }
      const { openPackage } = (globalThis as unknown as { module: Module }).module;
      const file = document.querySelector('input')!.files![0]!;
      const key = { publicKey: Uint8Array.from(publicKey), privateKey: Uint8Array.from(privateKey) };
      const begun = performance.now();
      const { value } = await openPackage(file, key, { issuers: [issuer], receipt });
      const listed = performance.now() - begun;
      let read = 0;
      for await (const piece of value.read(value.files[0]!)) read += piece.length;
      return { listed, read: { bytes: read, ms: performance.now() - begun - listed } };
    }, given);
    if (read.bytes !== bytes) throw new Error('another length');
    say(`listed in Chromium: ${listed.toFixed(0)} ms`);
    say(`opened in Chromium: ${(bytes / MB / (read.ms / 1000)).toFixed(0)} MB/s (${(read.ms / 1000).toFixed(1)} s)`);
  } finally {
    await close();
  }
}
