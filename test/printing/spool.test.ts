import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSpool } from '#main/printing/spool.ts';
import { aFolder } from '../builders/a-folder.ts';

const bytes = new TextEncoder().encode('%PDF-');

test('what was kept is there, whole, and nothing beside it', async () => {
  const spool = await openSpool(aFolder());
  await spool.save('a-1.pdf', bytes);
  expect(await spool.read('a-1.pdf')).toEqual(bytes);
  expect(await spool.read('a-2.pdf')).toBeUndefined();
  expect(readdirSync(spool.folder)).toEqual(['a-1.pdf']);
});

test('the same document saved many times at once is whole, whoever was last', async () => {
  const spool = await openSpool(aFolder());
  await Promise.all(Array.from({ length: 8 }, () => spool.save('a-1.pdf', bytes)));
  expect(await spool.read('a-1.pdf')).toEqual(bytes);
  expect(readdirSync(spool.folder)).toEqual(['a-1.pdf']);
});

// The device that every write fails to for want of room.
test.skipIf(!existsSync('/dev/full'))('a full disk says so, and no part of the document stays', async () => {
  const spool = await openSpool(aFolder());
  await spool.save('a-1.pdf', bytes);
  symlinkSync('/dev/full', join(spool.folder, 'a-1.pdf.part'));
  await expect(spool.save('a-1.pdf', new Uint8Array(9))).rejects.toMatchObject({ code: 'disk-full' });
  expect(readdirSync(spool.folder)).toEqual(['a-1.pdf']);
  expect(await spool.read('a-1.pdf')).toEqual(bytes);
});
