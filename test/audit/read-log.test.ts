import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLog, readLog } from '#main/audit/index.ts';
import { aClock } from '../builders/a-clock.ts';
import { aFolder } from '../builders/a-folder.ts';

const PERSONAL = {
  name: '見本花子',
  latinName: 'MIHON HANAKO',
  address: '神奈川県横浜市中区尾上町1-2-3',
  phone: '045-000-0000',
  mail: 'hanako@example.jp',
  card: '4111007269513902',
  product: '文庫本『山の手帖』',
};

/** An error as libraries and careless code make them: data wherever data can stand. */
function leaky(text: string): Error {
  const error = new Error(text, { cause: new Error(text) });
  error.name = text;
  error.stack = `${text}: ${text}\n    at ${text} (src/${text}.ts:1:1)\n    at open (/home/${text}/src/main/vault/vault.ts:3:7)`;
  return Object.assign(error, { code: text, input: text, detail: { row: text }, parameters: [text] });
}

describe('the log as the desk shows it', () => {
  test('holds nothing personal, wherever in an error it stood', async () => {
    const folder = aFolder();
    const log = openLog(folder, aClock());
    for (const text of Object.values(PERSONAL)) {
      log.error('desk', leaky(text));
      log.look('courier', leaky(text));
      log.error('public', text);
      log.error('public', { message: text, toString: () => text });
      log.note('party', text);
    }
    const shown = JSON.stringify(await readLog(folder, { limit: 1000 }));
    const written = readFileSync(join(folder, 'logs/tokumei.log'), 'utf8');
    expect(Object.values(PERSONAL).filter((text) => shown.includes(text) || written.includes(text))).toEqual([]);
    expect((await readLog(folder, { limit: 1000 })).rows).toHaveLength(5 * Object.keys(PERSONAL).length);
  });

  test('keeps the codes that tell what it was', async () => {
    const folder = aFolder();
    const log = openLog(folder, aClock());
    const codes = ['ECONNREFUSED', 'ERR_PARSE', 'SQLITE_CORRUPT', 'partner-certificate-ends', 'CERT_HAS_EXPIRED'];
    for (const code of codes) log.error('x', Object.assign(new Error('x'), { code }));
    const { rows } = await readLog(folder, { limit: 10 });
    expect(rows.map(({ code }) => code).reverse()).toEqual(codes);
  });

  test('comes by room and level, newest first, page by page, while it grows', async () => {
    const folder = aFolder();
    const clock = aClock();
    const log = openLog(folder, clock);
    for (let at = 0; at < 25; at++) {
      log.error(at % 2 ? 'post' : 'public', new Error('x'));
      if (at % 5 === 0) clock.advance({ seconds: 1 });
    }
    log.look('certificates', new Error('x'));
    log.note('party', 'started');
    expect((await readLog(folder, { limit: 5 })).rows[0]).toMatchObject({
      level: 'note',
      room: 'party',
      code: 'started',
    });
    expect((await readLog(folder, { limit: 5, levels: ['look'] })).rows).toHaveLength(1);
    expect((await readLog(folder, { limit: 5 })).rooms).toEqual(['certificates', 'party', 'post', 'public']);
    let count = 0;
    let before: string | undefined;
    do {
      const page = await readLog(folder, { limit: 4, room: 'post', before });
      count += page.rows.length;
      before = page.next;
      log.error('post', new Error('later'));
    } while (before !== undefined);
    expect(count).toBe(12);
  });

  test('passes over a line that was cut', async () => {
    const folder = aFolder();
    const log = openLog(folder, aClock());
    log.note('party', 'started');
    appendFileSync(join(folder, 'logs/tokumei.log'), '{"at":"2026-11-2');
    expect((await readLog(folder, { limit: 5 })).rows).toHaveLength(1);
  });
});
