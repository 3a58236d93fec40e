/**
 * The mall's electronic goods as files of its data folder: what was attached to products lies under its SHA-256, sealed
 * packages under their receipt number. Durable when a promise resolves; whatever was half done is swept away.
 */
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageName } from '#shared/protocol/goods-package.ts';
import { StorageFull } from '#main/storage/index.ts';
import { startSha256, syncFolder } from '#main/vault/index.ts';

export interface WrittenFile {
  readonly bytes: number;
  /** base64url. */
  readonly sha256: string;
}

/** A file that is being written: it is there under its name only after `keep`. */
export interface GrowingFile {
  /** Bytes taken so far. */
  readonly bytes: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Makes it durable under its name, over one of the same name. */
  keep(): Promise<WrittenFile>;
  drop(): Promise<void>;
}

export interface GoodsFolder {
  /** A product's file; its name will be its SHA-256. */
  growProductFile(): Promise<GrowingFile>;
  productFile(sha256: string): string;
  removeProductFile(sha256: string): Promise<void>;
  growPackage(receipt: string): Promise<GrowingFile>;
  package(receipt: string): string;
  /** Whole packages. */
  listPackages(): Promise<readonly string[]>;
  removePackage(receipt: string): Promise<void>;
}

const PART = '.part';

export async function openGoodsFolder(folder: string): Promise<GoodsFolder> {
  const products = join(folder, 'product-files');
  const packages = join(folder, 'packages');
  for (const each of [products, packages]) {
    await mkdir(each, { recursive: true, mode: 0o700 });
    // Of a run that ended in the middle: what was being written then is begun afresh.
    for (const name of await readdir(each)) if (name.endsWith(PART)) await rm(join(each, name), { force: true });
  }
  const productFile = (sha256: string): string => {
    if (!/^[\w-]{43}$/.test(sha256)) throw new Error('not a digest');
    return join(products, sha256);
  };
  const packageFile = (receipt: string): string => {
    if (!/^\d{14}$/.test(receipt)) throw new Error('not a receipt number');
    return join(packages, packageName(receipt));
  };
  let last = 0;
  return {
    growProductFile: () => growFile(join(products, `${++last}${PART}`), ({ sha256 }) => productFile(sha256)),
    productFile,
    removeProductFile: (sha256) => rm(productFile(sha256), { force: true }),
    growPackage: (receipt) => growFile(`${packageFile(receipt)}${PART}`, () => packageFile(receipt)),
    package: packageFile,
    listPackages: async () => (await readdir(packages)).flatMap((name) => /^(\d{14})\.tokumei$/.exec(name)?.[1] ?? []),
    removePackage: (receipt) => rm(packageFile(receipt), { force: true }),
  };
}

async function growFile(part: string, nameOf: (written: WrittenFile) => string): Promise<GrowingFile> {
  const file = await full(() => open(part, 'w', 0o600));
  const digest = startSha256();
  let bytes = 0;
  let closed = false;
  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await file.close();
  }
  async function drop(): Promise<void> {
    await close();
    await rm(part, { force: true });
  }
  return {
    get bytes() {
      return bytes;
    },
    async append(more) {
      await full(() => writeWhole(file, more));
      digest.update(more);
      bytes += more.length;
    },
    async keep() {
      try {
        await full(() => file.sync());
        await close();
        const written = { bytes, sha256: digest.finish() };
        const name = nameOf(written);
        await rename(part, name);
        await syncFolder(join(name, '..'));
        return written;
      } catch (error) {
        await drop();
        throw error;
      }
    },
    drop,
  };
}

async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

async function full<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOSPC' || code === 'EDQUOT' ? new StorageFull(error) : error;
  }
}
