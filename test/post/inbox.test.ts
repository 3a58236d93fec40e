import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import { ERRORS } from '#shared/errors.ts';
import { CARD_TYPE } from '#shared/protocol/party-card.ts';
import { EVENT_TYPE } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { dropOldMessages, type EventHandlers, type PostTables, readied, receiveEvent } from '#main/post/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { aGroup, type TestGroup } from '../builders/a-group.ts';
import { aMall } from '../builders/a-party.ts';
import { anEvent, effects, type EventJson, notingHandlers, partnerOf, receive, signEvent } from './an-event.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
});
beforeEach(async () => {
  await group.carrier.post.storage.write((db) => db.deleteFrom('trail').where('who', '=', 'role').execute());
});

/** What the partner door answers. */
function status(received: Result<void>): number {
  return received.ok ? 202 : ERRORS[received.error.code].status;
}

describe('the inbox', () => {
  test('lets a message act and remembers it', async () => {
    const { mall, carrier } = group;
    expect(await receive(carrier, mall, anEvent(mall))).toEqual({ ok: true, value: undefined });
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('takes the same message twice and acts once', async () => {
    const { mall, carrier } = group;
    const event = anEvent(mall);
    expect(status(await receive(carrier, mall, event))).toBe(202);
    expect(status(await receive(carrier, mall, event))).toBe(202);
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('takes the same message many times at once and acts once', async () => {
    const { mall, carrier } = group;
    const event = anEvent(mall);
    const answers = await Promise.all(Array.from({ length: 20 }, () => receive(carrier, mall, event)));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('knows the same message again when its members are written in another order', async () => {
    const { mall, carrier } = group;
    const event = anEvent(mall);
    const turned = Object.fromEntries(Object.entries(event).reverse());
    expect(status(await receive(carrier, mall, event))).toBe(202);
    expect(status(await receive(carrier, mall, JSON.stringify(turned, undefined, 2)))).toBe(202);
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('refuses the same id with other content with 409', async () => {
    const { mall, carrier } = group;
    const event = anEvent(mall);
    await receive(carrier, mall, event);
    const other = await receive(carrier, mall, { ...event, data: { purchase: '10482771930561', reason: 'cancelled' } });
    expect(other).toEqual(fail('event-conflict'));
    expect(status(other)).toBe(409);
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('undoes the remembering when the role refuses: the message may come again', async () => {
    const { mall, carrier } = group;
    const event = anEvent(mall);
    let refusals = 1;
    const handlers = {
      'shipping.cancel': async (...given: Parameters<NonNullable<(typeof notingHandlers)['shipping.cancel']>>) => {
        const done = await notingHandlers['shipping.cancel']!(...given);
        return refusals-- > 0 ? fail('event-unknown-number') : done;
      },
    };
    expect(status(await receive(carrier, mall, event, handlers))).toBe(503);
    expect(await effects(carrier)).toEqual([]);
    expect(status(await receive(carrier, mall, event, handlers))).toBe(202);
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('undoes the remembering when the role breaks', async () => {
    const { mall, carrier } = group;
    const event = anEvent(mall);
    const breaking = { 'shipping.cancel': () => Promise.reject(new Error('a bug')) };
    await expect(receive(carrier, mall, event, breaking)).rejects.toThrow('a bug');
    expect(status(await receive(carrier, mall, event))).toBe(202);
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('notes when a partner was last heard of', async () => {
    const { mall, carrier, clock } = group;
    clock.advance({ minutes: 5 });
    await receive(carrier, mall, anEvent(mall));
    const rows = await carrier.post.storage.read.selectFrom('partner').select('last_received_at').execute();
    expect(rows).toEqual([{ last_received_at: clock().toISOString() }]);
  });
});

describe('a message is refused without any effect', () => {
  async function refusal(event: EventJson | string): Promise<Result<void>> {
    const { mall, carrier } = group;
    const before = await carrier.post.storage.read.selectFrom('inbox').selectAll().execute();
    const answer = await receive(carrier, mall, event);
    expect(await carrier.post.storage.read.selectFrom('inbox').selectAll().execute()).toEqual(before);
    expect(await effects(carrier)).toEqual([]);
    return answer;
  }

  test('when it names another source than the partner who brings it', async () => {
    const refused = await refusal(anEvent(group.mall, { source: 'other.localhost' }));
    expect(refused).toEqual(fail('event-foreign', 'source'));
    expect(status(refused)).toBe(403);
  });

  test('when it is for somebody else', async () => {
    const { mall, carrier } = group;
    const jws = await mall.vault.sign(EVENT_TYPE, JSON.stringify(anEvent(mall)), { aud: 'other.localhost' });
    const refused = await receiveEvent(carrier.post, notingHandlers, await partnerOf(carrier, mall.id), jws);
    expect(refused).toEqual(fail('event-foreign', 'aud'));
    expect(status(refused)).toBe(403);
  });

  test('when another party signed it', async () => {
    const { mall, carrier } = group;
    const other = await aMall({ id: 'other.localhost', clock: group.clock });
    const jws = await signEvent(other, carrier, anEvent(mall));
    const refused = await receiveEvent(carrier.post, notingHandlers, await partnerOf(carrier, mall.id), jws);
    expect(refused).toEqual(fail('event-foreign', 'key'));
  });

  test('when its payload was changed after signing', async () => {
    const { mall, carrier } = group;
    const [header, , signature] = (await signEvent(mall, carrier, anEvent(mall))).split('.');
    const changed = toBase64Url(utf8(JSON.stringify(anEvent(mall, { subject: '31111111111111' }))));
    const jws = `${header}.${changed}.${signature}`;
    const refused = await receiveEvent(carrier.post, notingHandlers, await partnerOf(carrier, mall.id), jws);
    expect(refused).toEqual(fail('event-foreign', 'signature'));
  });

  test('when it is another signed thing of the same party', async () => {
    const { mall, carrier } = group;
    const jws = await mall.vault.sign(CARD_TYPE, JSON.stringify(anEvent(mall)), { aud: carrier.id });
    const refused = await receiveEvent(carrier.post, notingHandlers, await partnerOf(carrier, mall.id), jws);
    expect(refused).toEqual(fail('event-foreign', 'type'));
  });

  test('when the key that signed it has run out', async () => {
    const { mall, carrier } = group;
    const partner = await partnerOf(carrier, mall.id);
    const keys = partner.card.keys.map((key) => (key.use === 'sign' ? { ...key, exp: '2026-11-01T00:00:00Z' } : key));
    const jws = await signEvent(mall, carrier, anEvent(mall));
    const outdated = { ...partner, card: { ...partner.card, keys } };
    expect(await receiveEvent(carrier.post, notingHandlers, outdated, jws)).toEqual(fail('event-foreign', 'key'));
  });

  test.each(['', 'no jws', 'a.b.c', `${toBase64Url(utf8('{}'))}.${toBase64Url(utf8('7'))}.`])(
    'when it is no JWS of an object: %j',
    async (body) => {
      const { mall, carrier } = group;
      const refused = await receiveEvent(carrier.post, notingHandlers, await partnerOf(carrier, mall.id), body);
      expect(refused).toMatchObject({ error: { code: 'event-invalid' } });
      expect(status(refused)).toBe(400);
    },
  );

  test.each([
    ['no UUID', { id: '7' }],
    ['no time', { time: 'yesterday' }],
    ['another version', { specversion: '0.3' }],
    ['another content type', { datacontenttype: 'text/plain' }],
    ['no subject', { subject: undefined }],
    ['malformed data', { data: { purchase: '10482771930561' } }],
    ['data that is no object', { data: 'cancel' }],
    ['an unknown reason', { data: { purchase: '1', reason: 'bored' } }],
  ])('when it has %s', async (_, changes) => {
    const refused = await refusal(anEvent(group.mall, changes));
    expect(refused).toMatchObject({ error: { code: 'event-invalid' } });
    expect(status(refused)).toBe(400);
  });

  test.each(['goods.stolen', 'constructor', '__proto__', 'shipping.result'])(
    'when this party does not understand its type: %s',
    async (type) => {
      const data = { purchase: '10482771930561', result: 'no' };
      const refused = await refusal(anEvent(group.mall, { type, data }));
      expect(refused).toEqual(fail('event-unknown-type'));
      expect(status(refused)).toBe(422);
    },
  );

  test('when it is older than the ids that are remembered', async () => {
    const { clock } = group;
    const days = (count: number): string => new Date(clock().getTime() - count * 86_400_000).toISOString();
    const refused = await refusal(anEvent(group.mall, { time: days(60.1) }));
    expect(refused).toEqual(fail('event-too-old'));
    expect(status(refused)).toBe(410);
    expect((await receive(group.carrier, group.mall, anEvent(group.mall, { time: days(59.9) }))).ok).toBe(true);
  });

  test('for now, when its time has not come: it would be remembered too short', async () => {
    const { clock, mall, carrier } = group;
    const event = anEvent(mall, { time: new Date(clock().getTime() + 3_600_000).toISOString() });
    expect(status(await refusal(event))).toBe(503);
    clock.advance({ hours: 1 });
    expect(status(await receive(carrier, mall, event))).toBe(202);
  });

  test('and the refusal repeats nothing of it', async () => {
    const secret = '見本花子';
    for (const changes of [
      { type: secret },
      { subject: [secret] },
      { data: { purchase: secret } },
      { source: secret },
    ]) {
      expect(JSON.stringify(await refusal(anEvent(group.mall, changes)))).not.toContain(secret);
    }
  });
});

describe('ids of messages', () => {
  test('are forgotten when messages of that time would be too old, and no day earlier', async () => {
    const { mall, carrier, clock } = await aGroup();
    const event = anEvent(mall);
    await receive(carrier, mall, event);
    clock.advance({ days: 60 });
    await dropOldMessages(carrier.post);
    expect(await carrier.post.storage.read.selectFrom('inbox').select('id').execute()).toHaveLength(1);
    clock.advance({ days: 2 });
    await dropOldMessages(carrier.post);
    expect(await carrier.post.storage.read.selectFrom('inbox').select('id').execute()).toEqual([]);
    expect(await receive(carrier, mall, event)).toEqual(fail('event-too-old'));
  });

  test('of two partners do not get in each other’s way', async () => {
    const { mall, carrier, clock } = group;
    const id = randomUuid();
    await receive(carrier, mall, anEvent(mall, { id }));
    const other = await aMall({ id: 'second.localhost', clock });
    const partner = {
      ...(await partnerOf(carrier, mall.id)),
      id: other.id,
      card: JSON.parse(cardOf(await other.card())),
    };
    const jws = await signEvent(other, carrier, anEvent(other, { id }));
    expect((await receiveEvent(carrier.post, notingHandlers, partner, jws)).ok).toBe(true);
  });
});

function cardOf(jws: string): string {
  return Buffer.from(jws.split('.')[1]!, 'base64url').toString('utf8');
}

describe('a handler in two steps', () => {
  /** Notes when each step ran, and whether a unit of work was waited for meanwhile. */
  function twoSteps(): { handlers: EventHandlers<PostTables>; ran: string[] } {
    const ran: string[] = [];
    const handlers: EventHandlers<PostTables> = {
      'shipping.cancel': readied(async ({ subject }) => {
        ran.push('ready');
        // Another unit of work goes through meanwhile: none is open.
        await group.carrier.post.storage.write(async () => void ran.push('meanwhile'));
        return async (db) => {
          ran.push('done');
          await recordDeed(db, { at: new Date(), who: 'role', action: 'scan.refused', subject });
          return ok();
        };
      }),
    };
    return { handlers, ran };
  }

  test('makes ready before its unit of work, and acts in it', async () => {
    const { mall, carrier } = group;
    const { handlers, ran } = twoSteps();
    expect(status(await receive(carrier, mall, anEvent(mall), handlers))).toBe(202);
    expect(ran).toEqual(['ready', 'meanwhile', 'done']);
    expect(await effects(carrier)).toHaveLength(1);
  });

  test('makes nothing ready for a message that was handled before, nor for one out of its shape', async () => {
    const { mall, carrier } = group;
    const { handlers, ran } = twoSteps();
    const event = anEvent(mall);
    expect(status(await receive(carrier, mall, event, handlers))).toBe(202);
    expect(status(await receive(carrier, mall, event, handlers))).toBe(202);
    expect(status(await receive(carrier, mall, { ...event, subject: 'other' }, handlers))).toBe(409);
    expect(status(await receive(carrier, mall, anEvent(mall, { data: { purchase: 1 } }), handlers))).toBe(400);
    expect(ran).toEqual(['ready', 'meanwhile', 'done']);
  });

  test('may make ready several times at once, and acts once', async () => {
    const { mall, carrier } = group;
    const { handlers } = twoSteps();
    const event = anEvent(mall);
    await Promise.all(Array.from({ length: 8 }, () => receive(carrier, mall, event, handlers)));
    expect(await effects(carrier)).toHaveLength(1);
  });
});
