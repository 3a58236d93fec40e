import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageFull } from '#main/storage/index.ts';

/** Printed documents as files, named by their label id: what was printed can be looked at again, and printed from elsewhere. */
export interface Spool {
  readonly folder: string;
  /** Durable when it resolves; the same name again replaces. Throws `StorageFull` where the disk has no room. */
  save(name: string, bytes: Uint8Array): Promise<void>;
  /** `undefined` when nothing of that name is kept. */
  read(name: string): Promise<Uint8Array | undefined>;
}

export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = (name: string): string => {
    if (!/^[A-Za-z0-9-]+\.(pdf|png)$/.test(name)) throw new Error('not a spool name');
    return join(folder, name);
  };
  async function replace(file: string, bytes: Uint8Array): Promise<void> {
    const part = `${file}.part`;
    try {
      await writeDurably(part, bytes);
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw isFull(error) ? new StorageFull(error) : error;
    }
  }
  // Two benches may print the same label at once; each waits for the one before.
  const saving = new Map<string, Promise<void>>();
  return {
    folder,
    save: async (name, bytes) => {
      const file = path(name);
      const earlier = saving.get(file) ?? Promise.resolve();
      const saved = earlier.catch(() => undefined).then(() => replace(file, bytes));
      saving.set(file, saved);
      try {
        await saved;
      } finally {
        if (saving.get(file) === saved) saving.delete(file);
      }
    },
    read: async (name) => {
      try {
        return new Uint8Array(await readFile(path(name)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
