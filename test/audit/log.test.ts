import * as fc from 'fast-check';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLog, toLogForm } from '#main/audit/log.ts';
import { aClock } from '../builders/a-clock.ts';
import { aFolder } from '../builders/a-folder.ts';

const NAME = '見本花子';

class ParseError extends Error {
  readonly code = 'ERR_PARSE';
}

describe('the log form of an error', () => {
  test('says name, code and where, and never what the error says', () => {
    const form = toLogForm(new ParseError(`unexpected "${NAME}"`));
    expect(form).toMatchObject({ name: 'Error', code: 'ERR_PARSE' });
    expect(form.frames.length).toBeGreaterThan(0);
    expect(JSON.stringify(form)).not.toContain(NAME);
  });

  test('holds no line of a message that looks like a frame', () => {
    const form = toLogForm(new Error(`bad\n    at ${NAME} (src/${NAME}/file.ts:1:1)\n    at src/${NAME}.ts:1:2`));
    expect(JSON.stringify(form)).not.toContain(NAME);
  });

  test('holds nothing of the error that caused it, nor of members that libraries add', () => {
    const error = Object.assign(new Error('outer', { cause: new Error(NAME) }), { row: { name: NAME }, code: 7 });
    const form = toLogForm(error);
    expect(JSON.stringify(form)).not.toContain(NAME);
    expect(form).not.toHaveProperty('code');
  });

  test('holds nothing of what is thrown without being an error', () => {
    expect(toLogForm(NAME)).toEqual({ name: 'string', frames: [] });
    expect(toLogForm({ message: NAME })).toEqual({ name: 'object', frames: [] });
  });

  test('names our files and no folder of the machine', () => {
    const error = new Error('x');
    error.stack = 'Error: x\n    at open (/home/somebody/app/src/main/vault/vault.ts:3:7)\n    at node:internal/x:1:2';
    expect(toLogForm(error).frames).toEqual(['src/main/vault/vault.ts:3:7', 'node:internal/x:1:2']);
  });

  test('never contains the message, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 60 }), (message) => {
        fc.pre(/[^\w:./?\s-]/.test(message));
        expect(JSON.stringify(toLogForm(new Error(message)))).not.toContain(message);
      }),
    );
  });
});

describe('the log file', () => {
  test('gets one line of JSON for each error, readable by its owner alone', () => {
    const folder = aFolder();
    const log = openLog(folder, aClock());
    log.error('public', new Error(NAME));
    log.error('partner', new ParseError(NAME));
    const file = join(folder, 'logs', 'tokumei.log');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1]!)).toMatchObject({ at: '2026-11-21T03:00:00.000Z', room: 'partner', code: 'ERR_PARSE' });
    expect(lines.join()).not.toContain(NAME);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('that can not be written to takes nothing down', () => {
    const folder = aFolder();
    const log = openLog(folder, aClock());
    rmSync(join(folder, 'logs'), { recursive: true });
    mkdirSync(join(folder, 'logs', 'tokumei.log'), { recursive: true });
    expect(() => log.error('public', new Error('x'))).not.toThrow();
  });
});
