import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Printed documents as files, named by their label id: what was printed can be looked at again, and printed from elsewhere. */
export interface Spool {
  readonly folder: string;
  /** Durable when it resolves; the same name again replaces. */
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
  return {
    folder,
    save: async (name, bytes) => {
      const file = await open(`${path(name)}.part`, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path(name)}.part`, path(name));
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
