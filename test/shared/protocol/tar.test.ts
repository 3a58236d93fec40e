import { extract, pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { concatBytes, utf8 } from '#shared/bytes.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { listTar, TAR_END_BYTES, type TarEntry, tarHeader, tarPadding } from '#shared/protocol/tar.ts';

const FILES: readonly (readonly [name: string, content: Uint8Array])[] = [
  ['plain.txt', utf8('one')],
  ['海図のない航海 第一巻.epub', new Uint8Array(1500).fill(7)],
  [`${'long '.repeat(40)}name.pdf`, new Uint8Array(512).fill(9)],
  ['exactly-100-'.padEnd(100, 'x'), new Uint8Array(0)],
];

function archive(files = FILES, zeros = TAR_END_BYTES): Uint8Array {
  const parts = files.flatMap(([name, content]) => [
    tarHeader(name, content.length),
    content,
    new Uint8Array(tarPadding(content.length)),
  ]);
  return concatBytes(...parts, new Uint8Array(zeros));
}

const list = (bytes: Uint8Array): Promise<Result<TarEntry[]>> =>
  listTar(bytes.length, async (offset, length) => bytes.subarray(offset, offset + length));

const contentsOf = (bytes: Uint8Array, entries: readonly TarEntry[]): [string, Uint8Array][] =>
  entries.map(({ name, offset, bytes: length }) => [name, bytes.slice(offset, offset + length)]);

describe('an archive of ours', () => {
  test('is read by another program, and says nothing but names, lengths and bytes', async () => {
    const found: [string, Buffer, object][] = [];
    const reader = extract();
    reader.end(archive());
    for await (const entry of reader) {
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      const { name, mode, uid, gid, mtime, uname, gname, type } = entry.header;
      found.push([name, Buffer.concat(parts), { mode, uid, gid, mtime, uname, gname, type }]);
    }
    expect(found.map(([name, content]) => [name, new Uint8Array(content)])).toEqual(FILES.map((file) => [...file]));
    const neutral = { mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), uname: '', gname: '', type: 'file' };
    for (const [, , metadata] of found) expect(metadata).toEqual(neutral);
  });

  test('is listed with its names and places, whatever zeros follow', async () => {
    for (const zeros of [TAR_END_BYTES, 40_000]) {
      const bytes = archive(FILES, zeros);
      const entries = expectOk(await list(bytes));
      expect(contentsOf(bytes, entries)).toEqual(FILES.map(([name, content]) => [name, new Uint8Array(content)]));
    }
  });

  test('can hold no file that ustar has no figure for', () => {
    expect(() => tarHeader('a', 8 ** 11)).toThrow('too large');
  });
});

test('another program’s archive is listed', async () => {
  const writer = pack();
  for (const [name, content] of FILES) writer.entry({ name }, Buffer.from(content));
  writer.finalize();
  const parts: Buffer[] = [];
  for await (const part of writer) parts.push(part as Buffer);
  const bytes = new Uint8Array(Buffer.concat(parts));
  const entries = expectOk(await list(bytes));
  expect(contentsOf(bytes, entries)).toEqual(FILES.map(([name, content]) => [name, new Uint8Array(content)]));
});

describe('nothing is listed from', () => {
  test.each([
    ['an archive without an end', archive(FILES.slice(0, 1), 0)],
    ['one that ends within a file', archive(FILES.slice(1, 2)).subarray(0, 2048)],
    ['nothing', new Uint8Array()],
    ['noise', new Uint8Array(2048).fill(0x41)],
    ['a header with a wrong sum', archive().map((byte, at) => (at === 3 ? byte ^ 1 : byte))],
  ])('%s', async (_, bytes) => {
    expect(await list(bytes)).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });
});
