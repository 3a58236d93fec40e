import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { suspendPartner } from '#main/post/index.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { packageOffset, receivePackage } from '#main/roles/credit/goods-in.ts';
import { randomDigit, sha256 } from '#main/vault/index.ts';
import { mintNumber } from '#shared/domain/number.ts';
import { approveNow, carryMessages, introduce } from '../../builders/a-group.ts';
import { aPackage, anAnnouncedPackage, announce, type TestPackage } from '../../builders/a-package.ts';
import { aPartnerDoor } from '../../builders/a-partner-door.ts';
import { aMall, type TestMall, type TestParty } from '../../builders/a-party.ts';
import { aSettlingGroup, type SettlingGroup } from '../../builders/a-payment.ts';
import { until } from '../../builders/until.ts';
import { heldBytes } from '../../builders/memory.ts';

let group: SettlingGroup;
let second: TestMall;
beforeAll(async () => {
  group = await aSettlingGroup();
  second = await aMall({ id: 'second.localhost', clock: group.clock });
  await introduce(second, group.credit);
  const { credit } = group.credit;
  await aPartnerDoor(group.credit, {
    goods: {
      offset: (mall, receipt) => packageOffset(credit, mall, receipt),
      receive: (mall, receipt, part, body) => receivePackage(credit, mall, receipt, part, body),
    },
  });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly code: string | undefined;
}

interface Sending {
  readonly by?: TestParty;
  readonly method?: 'PUT' | 'HEAD';
  readonly headers?: Record<string, string | number>;
}

function open(receipt: string, { by = group.mall, method = 'PUT', headers = {} }: Sending): ClientRequest {
  return request(new URL(`/partner/goods/${receipt}`, group.credit.profile.partner), {
    method,
    agent: false,
    ca: by.authority.rootPem,
    lookup: lookupLocalhost,
    headers,
    ...by.vault.tlsContext('partner'),
  });
}

function answerOf(outgoing: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const code = body === '' ? undefined : (JSON.parse(body) as { title: string }).title;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, code });
      });
    });
  });
}

const digestOf = (digest: Uint8Array): string => `sha-256=:${Buffer.from(digest).toString('base64')}:`;

function headersOf({ bytes, sha256: digest }: TestPackage, from = 0): Record<string, string | number> {
  const rest = bytes.length - from;
  return {
    'content-type': 'application/octet-stream',
    'content-length': rest,
    'content-range': rest > 0 ? `bytes ${from}-${bytes.length - 1}/${bytes.length}` : `bytes */${bytes.length}`,
    'repr-digest': digestOf(digest),
  };
}

function put(made: TestPackage, choice: Sending & { from?: number; body?: Buffer } = {}): Promise<Answer> {
  const { from = 0, body = made.bytes.subarray(from), headers, ...sending } = choice;
  const outgoing = open(made.receipt, { ...sending, headers: { ...headersOf(made, from), ...headers } });
  const answer = answerOf(outgoing);
  outgoing.end(body);
  return answer;
}

async function offsetOf(receipt: string, by?: TestParty): Promise<Answer & { offset: number }> {
  const outgoing = open(receipt, { method: 'HEAD', ...(by && { by }) });
  const answer = answerOf(outgoing);
  outgoing.end();
  const got = await answer;
  return { ...got, offset: Number(got.headers['upload-offset']) };
}

/** Sends so many bytes of a package and pulls the plug. */
async function cutOff(made: TestPackage, from: number, to: number): Promise<void> {
  const outgoing = open(made.receipt, { headers: headersOf(made, from) });
  outgoing.on('error', () => undefined);
  outgoing.write(made.bytes.subarray(from, to));
  await until('half of it', async () => sizeOf(`${made.receipt}.part`) >= to);
  outgoing.destroy();
}

const packages = (): string => join(group.credit.folder, 'packages');
const sizeOf = (name: string): number =>
  existsSync(join(packages(), name)) ? statSync(join(packages(), name)).size : 0;

async function stateOf(receipt: string): Promise<string | undefined> {
  const row = await group.credit.storage.read
    .selectFrom('forwarding')
    .select('state')
    .where('receipt', '=', receipt)
    .executeTakeFirst();
  return row?.state;
}

function arrived({ receipt, bytes }: TestPackage): void {
  expect(readFileSync(join(packages(), receipt)).equals(bytes)).toBe(true);
  expect(existsSync(join(packages(), `${receipt}.part`))).toBe(false);
}

describe('a package', () => {
  test('comes whole, is checked and waits to be forwarded; again it is there already', async () => {
    const made = await anAnnouncedPackage(group);
    expect((await offsetOf(made.receipt)).offset).toBe(0);
    expect(await put(made)).toMatchObject({ status: 204, code: undefined });
    expect(await stateOf(made.receipt)).toBe('arrived');
    arrived(made);
    expect((await offsetOf(made.receipt)).offset).toBe(made.bytes.length);
    expect((await put(made)).status).toBe(204);
    expect((await put(made, { from: made.bytes.length })).status).toBe(204);
  });

  test('may come without a range, as one piece', async () => {
    const made = await anAnnouncedPackage(group);
    const { 'content-range': _, ...headers } = headersOf(made);
    const outgoing = open(made.receipt, { headers });
    const answer = answerOf(outgoing);
    outgoing.end(made.bytes);
    expect((await answer).status).toBe(204);
    arrived(made);
  });

  test('cut off half way goes on from there, cut off again too', async () => {
    const made = await anAnnouncedPackage(group, { bytes: 3_000_000 });
    await cutOff(made, 0, 1_000_000);
    const first = await until('the first piece', async () => {
      const { offset } = await offsetOf(made.receipt);
      return offset >= 1_000_000 && offset;
    });
    await cutOff(made, first, 2_000_000);
    const later = await until('the second piece', async () => {
      const { offset } = await offsetOf(made.receipt);
      return offset >= 2_000_000 && offset;
    });
    expect((await put(made, { from: later })).status).toBe(204);
    arrived(made);
  });

  test('whose last byte came before everything stopped is judged by asking', async () => {
    const made = await anAnnouncedPackage(group);
    writeFileSync(join(packages(), `${made.receipt}.part`), made.bytes);
    expect((await offsetOf(made.receipt)).offset).toBe(made.bytes.length);
    expect((await put(made, { from: made.bytes.length })).status).toBe(204);
    arrived(made);
  });

  test('that goes on from elsewhere is told where', async () => {
    const made = await anAnnouncedPackage(group);
    await cutOff(made, 0, 400_000);
    const offset = await until('the piece', async () => {
      const { offset: here } = await offsetOf(made.receipt);
      return here >= 400_000 && here;
    });
    for (const from of [0, offset + 1000]) {
      const refused = await put(made, { from });
      expect(refused).toMatchObject({ status: 409, code: 'wrong-state' });
      expect(refused.headers['upload-offset']).toBe(String(offset));
    }
    expect((await put(made, { from: offset })).status).toBe(204);
  });

  test('altered on the way is dropped, and can come anew', async () => {
    const made = await anAnnouncedPackage(group);
    const altered = Buffer.from(made.bytes);
    altered[500_000]! ^= 1;
    expect(await put(made, { body: altered })).toMatchObject({ status: 422, code: 'damaged' });
    expect(await stateOf(made.receipt)).toBe('announced');
    expect((await offsetOf(made.receipt)).offset).toBe(0);
    expect((await put(made)).status).toBe(204);
    arrived(made);
  });

  test('that is another than was announced is not read', async () => {
    const made = await anAnnouncedPackage(group);
    const other = Buffer.from(made.bytes);
    other[0]! ^= 1;
    const headers = { 'repr-digest': digestOf(sha256(other)) };
    expect(await put(made, { body: other, headers })).toMatchObject({ status: 422, code: 'contents-differ' });
    const longer = { ...made, bytes: Buffer.concat([made.bytes, Buffer.alloc(10)]) };
    expect(await put(longer)).toMatchObject({ status: 422, code: 'contents-differ' });
    expect(sizeOf(`${made.receipt}.part`)).toBe(0);
  });

  test('sent twice at once comes whole', async () => {
    const made = await anAnnouncedPackage(group, { bytes: 8 << 20 });
    const slow = open(made.receipt, { headers: headersOf(made) });
    const first = answerOf(slow).catch(() => undefined);
    slow.write(made.bytes.subarray(0, 1 << 20));
    await until('a beginning', async () => sizeOf(`${made.receipt}.part`) > 0);
    // The later one ends the earlier, and is told where to go on.
    const second = await put(made);
    expect(second.status).toBe(409);
    expect(await first).toBeUndefined();
    expect((await put(made, { from: Number(second.headers['upload-offset']) })).status).toBe(204);
    arrived(made);
  });

  test('of 64 MB is not held in memory', async () => {
    const made = await aPackage(group);
    const piece = made.bytes;
    const pieces = 64;
    const hash = createHash('sha256');
    for (let n = 0; n < pieces; n++) hash.update(piece);
    const digest = new Uint8Array(hash.digest());
    const total = pieces * piece.length;
    const large = { ...made, sha256: digest, bytes: { length: total } as Buffer };
    await announce(group, large);
    const before = heldBytes();
    let most = before;
    const outgoing = open(made.receipt, { headers: headersOf(large) });
    const answer = answerOf(outgoing);
    await pipeline(
      Readable.from(
        (function* () {
          for (let n = 0; n < pieces; n++) {
            most = Math.max(most, heldBytes());
            yield piece;
          }
        })(),
      ),
      outgoing,
    );
    expect((await answer).status).toBe(204);
    expect(sizeOf(made.receipt)).toBe(total);
    expect(most - before).toBeLessThan(24 << 20);
  });
});

describe('the partner door refuses', () => {
  test('what was not announced, for a while', async () => {
    const made = await aPackage(group);
    expect(await put(made)).toMatchObject({ status: 503, code: 'event-unknown-number' });
    expect((await offsetOf(made.receipt)).status).toBe(503);
    const nowhere = { ...made, receipt: mintNumber('receipt', randomDigit) };
    expect(await put(nowhere)).toMatchObject({ status: 503 });
    await announce(group, made);
    expect((await put(made)).status).toBe(204);
  });

  test('another mall’s receipt, as one that nobody has: a mall learns of no other’s orders', async () => {
    const made = await anAnnouncedPackage(group);
    const nobodys = { ...made, receipt: mintNumber('receipt', randomDigit) };
    const refused = await put(made, { by: second });
    expect(refused).toMatchObject({ status: 503, code: 'event-unknown-number' });
    expect(refused).toEqual(await put(nobodys, { by: second }));
    expect(await offsetOf(made.receipt, second)).toEqual(await offsetOf(nobodys.receipt, second));
    expect(sizeOf(`${made.receipt}.part`)).toBe(0);
    expect((await put(made)).status).toBe(204);
  });

  test('what is too large, by its announcement alone', async () => {
    const made = await anAnnouncedPackage(group);
    const outgoing = open(made.receipt, {
      headers: {
        ...headersOf(made),
        'content-range': 'bytes 0-3999999999/4000000000',
        'content-length': 4_000_000_000,
      },
    });
    const answer = answerOf(outgoing);
    outgoing.write(made.bytes);
    expect(await answer).toMatchObject({ status: 413, code: 'too-large' });
    outgoing.destroy();
  });

  test.each([
    ['no digest', { 'repr-digest': '' }],
    ['another digest’s name', { 'repr-digest': 'md5=:AAAAAAAAAAAAAAAAAAAAAA==:' }],
    ['a range of other units', { 'content-range': 'lines 0-9/10' }],
    ['a range in the middle', { 'content-range': 'bytes 0-9/1048576' }],
    ['a range that is not its length', { 'content-range': 'bytes 5-1048575/1048576' }],
  ])('%s', async (_, headers) => {
    const made = await anAnnouncedPackage(group);
    expect(await put(made, { headers })).toMatchObject({ status: 400, code: 'event-invalid' });
  });

  test('another kind of body', async () => {
    const made = await anAnnouncedPackage(group);
    expect((await put(made, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });

  test('a receipt that names another folder', async () => {
    const made = await aPackage(group);
    for (const receipt of ['..%2Ftokumei.db', '%2e%2e%2fvault.json', 'x'.repeat(200)]) {
      expect((await put({ ...made, receipt })).status).toBeGreaterThanOrEqual(400);
    }
    expect(readdirSync(group.credit.folder)).toContain('vault.json');
  });

  test('a mall that is suspended in the middle', async () => {
    const made = await aPackage(group, { by: second });
    await announce(group, made, { by: second });
    await carryMessages(second, group.credit);
    const outgoing = open(made.receipt, { by: second, headers: headersOf(made) });
    const answer = answerOf(outgoing);
    outgoing.write(made.bytes.subarray(0, 500_000));
    await until('a beginning', async () => sizeOf(`${made.receipt}.part`) > 0);
    await suspendPartner(group.credit.post, 'staff', second.id);
    await expect(answer).rejects.toThrow();
    expect((await put(made, { by: second })).code).toBe('partner-suspended');
    await approveNow(group.credit, second);
    // What came in the last moment may not be counted yet: then it is told where to go on.
    const { offset } = await offsetOf(made.receipt, second);
    const first = await put(made, { by: second, from: offset });
    const later = Number(first.headers['upload-offset']);
    const end = first.status === 409 ? await put(made, { by: second, from: later }) : first;
    expect(end.status).toBe(204);
  });
});
