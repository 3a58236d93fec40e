import { beforeAll, describe, expect, test } from 'vitest';
import {
  agreedScheme,
  createKeyCentre,
  createVault,
  drawReplyKey,
  hpkeScheme,
  pairwiseCipher,
  type Vault,
} from '#main/vault/index.ts';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { decodeCardPart } from '#shared/protocol/card-part.ts';
import { answerBinding, decodeChallenge, encodeAnswer } from '#shared/protocol/challenge.ts';
import { decodeDestinationPart } from '#shared/protocol/destination-part.ts';
import { decodeGiftPart } from '#shared/protocol/gift-part.ts';
import { decodeGoodsPart } from '#shared/protocol/goods-part.ts';
import {
  checkAnswer,
  checkSheet,
  type CustomerEnd,
  cutOrder,
  makeBundle,
  makeChallenge,
  type MadeChallenge,
  type OrderEntry,
  pairwiseEnd,
  publicKeyEnd,
} from '#shared/protocol/make-bundle.ts';
import {
  type Ask,
  decodeOrderPart,
  orderBundleSchema,
  type OrderPart,
  partBinding,
  sealerPeer,
} from '#shared/protocol/order-part.ts';
import { type OrderSheet, orderSheetSchema } from '#shared/protocol/order-sheet.ts';
import { blomScheme } from '#shared/protocol/pairwise.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../../builders/a-party.ts';

const HOSTS = {
  goods: 'mall.example',
  card: 'credit.example',
  destination: 'carrier.example',
  gift: 'wrapper.example',
} as const satisfies Record<Ask, string>;
const TIMES = { nbf: '2026-01-01T00:00:00Z', exp: '2036-01-01T00:00:00Z' };
const FRESH = { nonce: new Uint8Array(32).fill(7), expires: 1_800_000_000 };

const ENTRY: OrderEntry = {
  card: { card: '4111111111111111', expiry: '2030-12', instalments: 1, password: 'open sesame' },
  destination: {
    addressee: {
      name: '見本 花子',
      postalCode: '231-0015',
      lines: ['神奈川県横浜市中区尾上町1-2-3'],
      phone: '045-000-0000',
      country: 'JP',
    },
    tracking: 'A'.repeat(22),
  },
  gift: { text: 'おめでとう' },
};

const sheet: OrderSheet = orderSheetSchema.parse({
  tokumei: 'order-sheet/1',
  mall: { id: HOSTS.goods, name: 'Mall' },
  expires: '2027-01-15T08:00:00Z',
  total: { value: 3415, currency: 'JPY' },
  lines: [
    { sku: 'A-1', name: 'Book', quantity: 1, amount: { value: 1815, currency: 'JPY' } },
    { sku: 'B-2', name: 'Tea', quantity: 2, amount: { value: 1600, currency: 'JPY' } },
  ],
  parties: (Object.keys(HOSTS) as Ask[]).map((asks, at) => ({
    id: HOSTS[asks],
    name: asks,
    url: `https://${HOSTS[asks]}`,
    number: `1048277193056${at}`,
    asks,
  })),
});
const partyOf = (ask: Ask) => sheet.parties.find(({ asks }) => asks === ask)!;
/** What nobody would send, as a test changes a sheet. */
const changed = (change: (copy: OrderSheet) => unknown): OrderSheet => {
  const copy = structuredClone(sheet) as OrderSheet;
  change(copy);
  return copy;
};

const vaults = {} as Record<Ask, Vault>;
/** One customer with a key of every sort. */
const ends = {} as Record<Ask, CustomerEnd>;

beforeAll(async () => {
  for (const ask of Object.keys(HOSTS) as Ask[]) {
    vaults[ask] = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
    await vaults[ask].newSealingKey(TIMES);
  }
  const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { scrypt: CHEAP, threshold: 5 }));
  expectOk(await vaults.card.installPersonalKey(expectOk(await centre.issue(HOSTS.card))));
  const own = expectOk(await centre.issueCustomer([HOSTS.card])).keys[0]!;
  const { id, centre: origin, generation } = own;
  const scheme = await blomScheme(pairwiseCipher, own, { id: HOSTS.card, centre: origin, generation });
  ends.card = pairwiseEnd(expectOk(scheme), { scheme: 'blom', id, centre: origin, generation });

  const pseudonym = `~${'B'.repeat(22)}`;
  const agreed = {
    tokumei: 'agreed-key/1' as const,
    ends: [pseudonym, HOSTS.destination] as [string, string],
    key: toBase64Url(new Uint8Array(32).fill(3)),
  };
  await vaults.destination.installAgreedKey(agreed);
  ends.destination = pairwiseEnd(expectOk(agreedScheme(agreed, pseudonym, HOSTS.destination)), {
    scheme: 'agreed',
    id: pseudonym,
  });
  for (const ask of ['goods', 'gift'] as const) {
    const [key] = vaults[ask].publicKeys();
    ends[ask] = publicKeyEnd(hpkeScheme(fromBase64Url(key!.x)!), await drawReplyKey());
  }
});

const allEnds = (): Map<string, CustomerEnd> =>
  new Map((Object.keys(HOSTS) as Ask[]).map((ask) => [HOSTS[ask], ends[ask]]));

describe('a sheet', () => {
  test('of the mall that gave the order code is answered', () => {
    expect(checkSheet(sheet, HOSTS.goods)).toEqual({ ok: true });
  });

  const FOREIGN: readonly [string, (copy: OrderSheet) => unknown, string][] = [
    ['of another mall', ({ mall }) => Object.assign(mall, { id: 'other.example' }), 'party-unproven'],
    ['whose first party is not the mall', ({ parties }) => parties.reverse(), 'bundle-invalid'],
    ['without a credit company', ({ parties }) => parties.splice(1, 1), 'bundle-invalid'],
    ['where two ask for the card', ({ parties }) => Object.assign(parties[3]!, { asks: 'card' }), 'party-unproven'],
    ['where one asks twice', ({ parties }) => Object.assign(parties[3]!, { id: HOSTS.card }), 'party-unproven'],
    [
      'with another host',
      ({ parties }) => Object.assign(parties[1]!, { url: 'https://evil.example' }),
      'party-unproven',
    ],
    [
      'with a host that only looks like it',
      ({ parties }) => Object.assign(parties[1]!, { url: 'https://credit.example@evil.example' }),
      'party-unproven',
    ],
    ['with a path', ({ parties }) => Object.assign(parties[1]!, { url: 'https://credit.example/x' }), 'party-unproven'],
  ];
  test.each(FOREIGN)('%s is not', (_, change, code) => {
    expect(checkSheet(changed(change), HOSTS.goods)).toMatchObject({ error: { code } });
  });

  test('may leave out where a party of a closed network listens', () => {
    const closed = changed(({ parties }) => delete (parties[1] as { url?: string }).url);
    expect(checkSheet(closed, HOSTS.goods)).toEqual({ ok: true });
  });
});

/** What the real party answers, or what another test wants it to. */
async function answerOf(
  ask: Ask,
  made: MadeChallenge,
  say = (nonce: Uint8Array) => ({ party: HOSTS[ask] as string, nonce }),
) {
  const { by, envelope } = made.request;
  const { number } = partyOf(ask);
  const binding = partBinding({ party: partyOf(ask).id, number, mall: sheet.mall.id });
  const opened = await vaults[ask].open(fromBase64Url(envelope)!, binding, sealerPeer(by));
  const challenge = expectOk(decodeChallenge(expectOk(opened)));
  const text = encodeAnswer(say(challenge.nonce));
  const customer = by.scheme === 'hpke' ? 'buyer' : by.id;
  const scheme =
    by.scheme === 'hpke'
      ? hpkeScheme(challenge.replyKey!)
      : expectOk(await vaults[ask].pairwise(HOSTS[ask], sealerPeer(by)!));
  const sealed = expectOk(await scheme.seal(answerBinding(customer, number, sheet.mall.id), text));
  return { challenge, answer: { party: made.party, result: 'ok' as const, envelope: toBase64Url(sealed) } };
}

describe.each(['goods', 'card', 'destination', 'gift'] as const)('a challenge for the %s part', (ask) => {
  test('says who asks and until when, and its answer proves the party', async () => {
    const made = expectOk(await makeChallenge(sheet, partyOf(ask), ends[ask], FRESH));
    const { challenge, answer } = await answerOf(ask, made);
    expect(challenge).toMatchObject({ mall: HOSTS.goods, ...FRESH });
    expect(challenge.replyKey !== undefined).toBe(made.request.by.scheme === 'hpke');
    expect(await checkAnswer(made, ends[ask], answer)).toEqual({ ok: true, value: 'proven' });
  });

  test('waits for its answer', async () => {
    const made = expectOk(await makeChallenge(sheet, partyOf(ask), ends[ask], FRESH));
    expect(await checkAnswer(made, ends[ask], undefined)).toEqual({ ok: true, value: 'waiting' });
    const waiting = { party: made.party, result: 'waiting' as const };
    expect(await checkAnswer(made, ends[ask], waiting)).toEqual({ ok: true, value: 'waiting' });
  });

  test('is not proved by anything else', async () => {
    const made = expectOk(await makeChallenge(sheet, partyOf(ask), ends[ask], FRESH));
    const unproven = { ok: false, error: { code: 'party-unproven', about: HOSTS[ask] } };
    const { answer } = await answerOf(ask, made);
    const others = [
      { party: made.party, result: 'no' as const },
      { party: made.party, result: 'ok' as const },
      { ...answer, party: 'other.example' as typeof made.party },
      { ...answer, envelope: made.request.envelope },
      { ...answer, envelope: answer.envelope.slice(0, -2) },
      (await answerOf(ask, made, () => ({ party: HOSTS[ask], nonce: new Uint8Array(32).fill(8) }))).answer,
      (await answerOf(ask, made, (nonce) => ({ party: 'other.example', nonce }))).answer,
    ];
    for (const other of others) expect(await checkAnswer(made, ends[ask], other)).toEqual(unproven);
    const later = expectOk(
      await makeChallenge(sheet, partyOf(ask), ends[ask], { ...FRESH, nonce: new Uint8Array(32) }),
    );
    expect(await checkAnswer(later, ends[ask], answer)).toEqual(unproven);
  });
});

describe('a bundle', () => {
  async function openPart(ask: Ask): Promise<OrderPart> {
    const bundle = expectOk(await makeBundle(sheet, ENTRY, allEnds()));
    expect(orderBundleSchema.parse(bundle)).toEqual(bundle);
    const part = bundle.parts.find(({ party }) => party === HOSTS[ask])!;
    const opened = await vaults[ask].open(fromBase64Url(part.envelope)!, partBinding(part), sealerPeer(part.by));
    return expectOk(decodeOrderPart(expectOk(opened)));
  }
  const common = { mall: HOSTS.goods, expires: Date.parse(sheet.expires) / 1000 };

  test('tells the mall what was ordered', async () => {
    const { body, ...rest } = await openPart('goods');
    expect(rest).toEqual({ ...common, amount: sheet.total });
    const items = [
      { sku: 'A-1', quantity: 1 },
      { sku: 'B-2', quantity: 2 },
    ];
    expect(expectOk(decodeGoodsPart(body))).toEqual({ items, pay: 'settled' });
  });

  test('tells the credit company card and amount', async () => {
    const { body, ...rest } = await openPart('card');
    expect(rest).toEqual({ ...common, amount: sheet.total });
    expect(expectOk(decodeCardPart(body))).toEqual(ENTRY.card);
  });

  test('tells carrier and gift-wrapper no amount', async () => {
    const destination = await openPart('destination');
    expect(destination).toEqual({ ...common, body: destination.body });
    expect(expectOk(decodeDestinationPart(destination.body))).toEqual(ENTRY.destination);
    const gift = await openPart('gift');
    expect(gift).toEqual({ ...common, body: gift.body });
    expect(expectOk(decodeGiftPart(gift.body))).toEqual(ENTRY.gift);
  });

  test('has parts of one length, whatever stands in them', async () => {
    const { parts } = expectOk(await makeBundle(sheet, ENTRY, allEnds()));
    expect(new Set(parts.map(({ envelope }) => envelope.length)).size).toBe(1);
  });

  test('is not made for a party that has not proved itself', async () => {
    const few = allEnds();
    few.delete(HOSTS.gift);
    expect(await makeBundle(sheet, ENTRY, few)).toEqual({
      ok: false,
      error: { code: 'party-unproven', about: HOSTS.gift },
    });
  });

  test('is not made where two parties would see one pseudonym', async () => {
    const { by } = ends.destination;
    const joined = allEnds().set(HOSTS.gift, { ...ends.gift, by });
    expect(await makeBundle(sheet, ENTRY, joined)).toEqual({ ok: false, error: { code: 'key-invalid', about: 'id' } });
  });

  test.each(['card', 'destination', 'gift'] as const)('is not made without what is typed for the %s part', (ask) => {
    expect(cutOrder(sheet, { ...ENTRY, [ask]: undefined })).toEqual({
      ok: false,
      error: { code: 'field-missing', about: ask },
    });
  });

  test('is not made of what the carrier could not seal again for its label', () => {
    const addressee = { ...ENTRY.destination!.addressee, lines: ['あ'.repeat(100), 'い'.repeat(30)] };
    const entry = { ...ENTRY, destination: { ...ENTRY.destination!, addressee } };
    expect(cutOrder(sheet, entry)).toEqual({ ok: false, error: { code: 'too-large', about: 'destination' } });
  });

  test('is not made of words that fit into no envelope', async () => {
    const entry = { ...ENTRY, gift: { text: '贈'.repeat(400) } };
    const made = await makeBundle(sheet, entry, allEnds());
    expect(made).toEqual({ ok: false, error: { code: 'too-large', about: 'gift' } });
  });
});
