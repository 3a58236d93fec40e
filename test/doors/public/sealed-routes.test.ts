/** What a customer's terminal gets from a shop's door, wherever the terminal page came from. */
import { beforeAll, describe, expect, test } from 'vitest';
import { answersSchema, orderSheetSchema, sealedStateSchema } from '#shared/protocol/order-sheet.ts';
import { aBrowser, aShop, type TestPublicDoor } from '../../builders/a-browser.ts';
import { anOrderOf, aSealedGroup, aTerminal, type SealedGroup } from '../../builders/a-sealed-order.ts';

const WRONG_TOKEN = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

let group: SealedGroup;
let shop: TestPublicDoor;
beforeAll(async () => {
  group = await aSealedGroup({ network: false });
  shop = await aShop(group.mall);
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly json: () => unknown;
  readonly body: string;
}

/** As a browser sends `fetch(url, {method: 'POST', body})` from another origin. */
async function ask(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await shop.door.inject({
    method: 'POST',
    url: `/sealed/${path}`,
    headers: {
      host: 'mall.localhost',
      origin: 'https://credit.localhost',
      'sec-fetch-site': 'same-site',
      'content-type': 'text/plain;charset=UTF-8',
      ...headers,
    },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const { statusCode: status, headers: got, body: text } = answer;
  return { status, headers: got, body: text, json: () => JSON.parse(text) as unknown };
}

describe('a terminal', () => {
  test.each([
    ['of the credit company', { origin: 'https://credit.localhost' }],
    ['from the customer’s own disk', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('%s orders with the code alone, without any cookie', async (_, from) => {
    const order = await anOrderOf(group);
    const terminal = await aTerminal(group, order, 'blom');
    const { token } = terminal;
    const sheet = await ask('sheet', { token }, from);
    expect(sheet.status).toBe(200);
    expect(orderSheetSchema.parse(sheet.json())).toEqual(terminal.sheet);
    const made = await terminal.challenges();
    const challenges = made.map(({ request }) => request);
    expect(await ask('challenge', { token, challenges }, from)).toMatchObject({ status: 202, body: '{}' });
    await group.carry();
    const answers = await ask('answers', { token }, from);
    expect(answersSchema.parse(answers.json()).answers.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok']);
    const bundle = await terminal.bundle();
    for (const time of ['once', 'again']) {
      expect(await ask('bundle', { token, bundle }, from), time).toMatchObject({ status: 202, body: '{}' });
    }
    const state = async () => sealedStateSchema.parse((await ask('state', { token }, from)).json()).state;
    expect(await state()).toBe('asked');
    await group.carry();
    const last = await ask('state', { token }, from);
    expect(last.json()).toEqual({ state: 'accepted' });
    for (const { headers } of [sheet, answers, last]) {
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  test('is told by a code what was wrong, and may read it', async () => {
    const order = await anOrderOf(group);
    const terminal = await aTerminal(group, order);
    const { token } = terminal;
    const bundle = await terminal.bundle();
    const many = 'x'.repeat(70_000);
    const failures: [string, unknown, number, Record<string, string>][] = [
      ['sheet', { token: WRONG_TOKEN }, 404, { code: 'purchase-unknown' }],
      ['state', { token: 'short' }, 422, { code: 'bundle-invalid' }],
      ['sheet', 'no json', 422, { code: 'bundle-invalid' }],
      ['bundle', { token, bundle: { ...bundle, parts: [] } }, 422, { code: 'bundle-invalid' }],
      [
        'bundle',
        { token, bundle: { ...bundle, parts: [bundle.parts[0], bundle.parts[0]] } },
        422,
        { code: 'bundle-invalid' },
      ],
      ['bundle', { token, bundle }, 409, { code: 'party-unproven', about: group.mall.id }],
      ['challenge', { token, challenges: [] }, 422, { code: 'bundle-invalid' }],
      ['bundle', { token, bundle, more: many }, 422, { code: 'too-large' }],
    ];
    for (const [path, body, status, error] of failures) {
      const answer = await ask(path, body);
      expect([path, answer.status, answer.json()]).toEqual([path, status, error]);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
    expect(shop.reports).toEqual([]);
  });

  test('sends text: what a browser would send for a page’s form or after a preflight is nothing', async () => {
    const { token } = await aTerminal(group, await anOrderOf(group));
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/html']) {
      expect((await ask('sheet', { token }, { 'content-type': type })).status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('other pages of the shop', () => {
  test('stay closed to other origins', async () => {
    const browser = aBrowser(shop, 'mall.localhost');
    const foreign = { origin: 'https://credit.localhost', 'sec-fetch-site': 'same-site' };
    const answer = await browser.post('/basket', { take: 'BK-1' }, foreign);
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    for (const path of ['/sealed', '/sealed/sheets', '/sealed/sheet/']) {
      expect((await browser.post(path, {}, foreign)).status).toBe(403);
    }
    expect((await browser.get('/sealed/sheet')).status).toBe(404);
  });
});
