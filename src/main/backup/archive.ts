/**
 * The archive inside a backup, as a stream in both directions: tar as in a package of goods. A file larger than a tar
 * header can say is several entries of one name, one behind the other.
 */
import type { FileHandle } from 'node:fs/promises';
import { LONGEST_EXTENSION, readTarHeader, TAR_BLOCK, tarHeader, tarPadding, tarPathIn } from '#shared/protocol/tar.ts';
import type { Failure } from '#shared/result.ts';
import { startSha256 } from '#main/vault/index.ts';
import type { ManifestFile } from './manifest.ts';

/** A header says at most 8 GiB. */
export const ENTRY_BYTES = 4 * 1024 ** 3;
const READ_BYTES = 512 * 1024;

/** Why a backup was not made, or not read, thrown in the middle of a stream. */
export class BackupBroken extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.about === undefined ? failure.code : `${failure.code} (${failure.about})`);
    this.name = 'BackupBroken';
    this.failure = failure;
  }
}

/** A file's entries; returns what the manifest says of it. A piece is good until the next one is asked for. */
export async function* packFile(
  name: string,
  file: FileHandle,
  entryBytes = ENTRY_BYTES,
): AsyncGenerator<Uint8Array, ManifestFile> {
  const { size: bytes } = await file.stat();
  const digest = startSha256();
  const buffer = Buffer.alloc(Math.min(READ_BYTES, bytes));
  let done = 0;
  do {
    const end = Math.min(bytes, done + entryBytes);
    yield tarHeader(name, end - done);
    const length = end - done;
    while (done < end) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - done), done);
      // What the header announced is not there any more: none of our files shrinks.
      if (bytesRead === 0) throw new BackupBroken({ code: 'unavailable', about: name });
      const piece = buffer.subarray(0, bytesRead);
      digest.update(piece);
      done += bytesRead;
      yield piece;
    }
    yield new Uint8Array(tarPadding(length));
  } while (done < bytes);
  return { name, bytes, sha256: digest.finish() };
}

/** Takes the bytes of one file after the other. */
export interface ArchiveTaker {
  begin(name: string): Promise<void>;
  /** The bytes are good until it resolves. */
  take(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Reads an archive to the end of its stream, the zeros behind it included. Throws `BackupBroken`. */
export async function unpackArchive(source: AsyncIterable<Uint8Array>, taker: ArchiveTaker): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    await unpackStream(openStream(iterator), taker);
  } finally {
    await iterator.return?.();
  }
}

async function unpackStream(stream: ReturnType<typeof openStream>, taker: ArchiveTaker): Promise<void> {
  let path: string | undefined;
  let current: string | undefined;
  for (;;) {
    const block = await stream.whole(TAR_BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const header = readTarHeader(block);
    if (!header.ok) throw broken();
    const { bytes, type } = header.value;
    if (type === 'x') {
      if (bytes > LONGEST_EXTENSION) throw broken();
      path = tarPathIn(await stream.whole(bytes));
    } else if (type === '0') {
      const name = path ?? header.value.name;
      path = undefined;
      if (name !== current) {
        if (current !== undefined) await taker.end();
        await taker.begin((current = name));
      }
      for await (const piece of stream.pieces(bytes)) await taker.take(piece);
    } else throw broken();
    await stream.whole(tarPadding(bytes));
  }
  if (current !== undefined) await taker.end();
  for await (const piece of stream.pieces(Infinity)) if (piece.some((byte) => byte !== 0)) throw broken();
}

const broken = (): BackupBroken => new BackupBroken({ code: 'backup-damaged', about: 'archive' });

function openStream(iterator: AsyncIterator<Uint8Array>) {
  let rest: Uint8Array = new Uint8Array();

  /** Up to so many bytes; fewer only at the end of the source. */
  async function* pieces(bytes: number): AsyncGenerator<Uint8Array> {
    let missing = bytes;
    while (missing > 0) {
      if (rest.length === 0) {
        const next = await iterator.next();
        if (next.done) {
          if (bytes === Infinity) return;
          throw broken();
        }
        rest = next.value;
      }
      const piece = rest.subarray(0, Math.min(missing, rest.length));
      rest = rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  async function whole(bytes: number): Promise<Uint8Array> {
    const taken = new Uint8Array(bytes);
    let filled = 0;
    for await (const piece of pieces(bytes)) {
      taken.set(piece, filled);
      filled += piece.length;
    }
    return taken;
  }

  return { pieces, whole };
}
