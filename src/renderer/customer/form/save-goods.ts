/** Puts an opened file where the buyer wants it: as a download, or straight onto the disk where the browser can. */
import type { TarEntry } from '#shared/protocol/tar.ts';
import type { OpenedPackage } from '../seal/open-goods.ts';

/** Of the File System Access API, which not every browser has. */
interface WritableFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}
interface FilePlace {
  createWritable(): Promise<WritableFile>;
}
interface FolderPlace {
  getFileHandle(name: string, options: { create: boolean }): Promise<FilePlace>;
}
interface Pickers {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FilePlace>;
  showDirectoryPicker?(options: { mode: 'readwrite' }): Promise<FolderPlace>;
}

const pickers = globalThis as unknown as Pickers;

/** Bytes up to which a file is put together in memory; a larger one goes straight to the disk where that can be. */
const LARGEST_IN_MEMORY = 256 * 1024 * 1024;
/** Parts of a download that stays in memory: the browser may lay them aside. */
const PART_BYTES = 8 * 1024 * 1024;

/** The buyer pressed "stop", or closed a picker. */
export class Stopped extends Error {}

export interface Saving {
  /** Told the bytes that are there. */
  readonly progress: (done: number) => void;
  readonly isStopped: () => boolean;
}

export const canSaveToFolder = (): boolean => pickers.showDirectoryPicker !== undefined;

/** What a name may do to a file system, it does not: no folders, no controls, nothing hidden. */
function plainName(name: string): string {
  const plain = name.replaceAll(/[/\\:*?"<>|\p{Cc}\p{Cf}]/gu, '_').replace(/^\.+/, '_');
  return plain === '' ? 'file' : plain.slice(-200);
}

/** Resolves when the whole file is there; rejects with nothing of it kept. */
export async function saveFile(opened: OpenedPackage, file: TarEntry, saving: Saving): Promise<void> {
  const name = plainName(file.name);
  if (file.bytes <= LARGEST_IN_MEMORY || !pickers.showSaveFilePicker) return download(opened, file, name, saving);
  const place = await picked(pickers.showSaveFilePicker({ suggestedName: name }));
  return writeTo(place, opened, file, saving);
}

/** All files into one folder, one after the other. */
export async function saveAll(opened: OpenedPackage, saving: (file: TarEntry) => Saving): Promise<void> {
  const folder = await picked(pickers.showDirectoryPicker!({ mode: 'readwrite' }));
  for (const file of opened.files) {
    const place = await folder.getFileHandle(plainName(file.name), { create: true });
    await writeTo(place, opened, file, saving(file));
  }
}

async function picked<T>(picking: Promise<T>): Promise<T> {
  try {
    return await picking;
  } catch (error) {
    throw (error as DOMException).name === 'AbortError' ? new Stopped() : error;
  }
}

async function* watched(opened: OpenedPackage, file: TarEntry, { progress, isStopped }: Saving) {
  let done = 0;
  for await (const piece of opened.read(file)) {
    if (isStopped()) throw new Stopped();
    yield piece;
    progress((done += piece.length));
  }
}

async function writeTo(place: FilePlace, opened: OpenedPackage, file: TarEntry, saving: Saving): Promise<void> {
  const writable = await place.createWritable();
  try {
    for await (const piece of watched(opened, file, saving)) await writable.write(piece);
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

async function download(opened: OpenedPackage, file: TarEntry, name: string, saving: Saving): Promise<void> {
  const parts: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  for await (const piece of watched(opened, file, saving)) {
    pieces.push(piece);
    held += piece.length;
    if (held < PART_BYTES) continue;
    parts.push(new Blob(pieces));
    pieces = [];
    held = 0;
  }
  // A file of an unknown kind: no browser shows it here.
  const url = URL.createObjectURL(new Blob([...parts, ...pieces], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
