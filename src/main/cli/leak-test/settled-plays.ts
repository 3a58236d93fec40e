/** Orders that the credit company settles, or does not. */
import type { Variant } from '#shared/protocol/instruction.ts';
import { until } from '../demo/order-stopped.ts';
import type { SettledOrder } from '../demo/order-file.ts';
import { playOrder } from '../demo/play-order.ts';
import { buy, checkWords, inWindow, openPayWindow, refuseToPay } from '../demo/play-payment.ts';
import { orderAtMall, orderState } from '../demo/play-shop.ts';
import { makeHolder, type MarkedHolder } from './holders.ts';
import { withBrowser } from './marked-browser.ts';
import { followParcel } from './parcel-plays.ts';
import type { Play, Stage } from './stage.ts';

export const SETTLED_PLAYS: Readonly<Record<string, Play>> = {
  'declined: more than the balance, and a blocked card': async (stage) => {
    await playDeclined(stage, stage.orders.holders.poor);
    await playDeclined(stage, stage.orders.holders.blocked);
  },
  'refused in the window of the credit company': playPayRefusal,
  'wrong words, cards and passwords': playWrongCards,
};

/** Of one order each that goes through credit company and carrier. */
export const LINKED_SETTLED_PLAYS: Readonly<Record<string, Play>> = {
  'settled and linked to a parcel, after check words': (stage) => playSettled(stage, stage.orders.nextSettled()),
  'electronic goods, mailed and opened by the buyer': (stage) =>
    playSettled(stage, stage.orders.nextElectronic('alone')),
  'a parcel and electronic goods in one order': (stage) => playSettled(stage, stage.orders.nextElectronic('mixed')),
  'variant b at the credit company': (stage) => playVariant(stage, 'b'),
  'variant c at the credit company': (stage) => playVariant(stage, 'c'),
  'customers at the credit desk': playCreditDesk,
};

function playSettled(stage: Stage, order: SettledOrder): Promise<void> {
  return withBrowser(stage, async (browser) => {
    const played = await playOrder(stage.group, order, { browser });
    if (played.result !== 'ok') throw new Error('an order was not settled that should be');
    if (played.checks!.join() !== order.card.checkWords.map((_, at) => at !== 1).join()) {
      throw new Error('check words were answered wrongly');
    }
    if (played.shipping !== undefined) await followParcel(stage, browser);
    else await browser.get(`${stage.group.parties.mall.config.public.url}/order`);
  });
}

function playDeclined(stage: Stage, holder: MarkedHolder): Promise<void> {
  const order = withoutWords(stage.orders.nextSettled(holder));
  return withBrowser(stage, async (browser) => {
    const { result } = await playOrder(stage.group, order, { browser });
    if (result !== 'no') throw new Error('an order was settled that should not be');
  });
}

/** Each word costs the time of some hashes. */
export function withoutWords(order: SettledOrder): SettledOrder {
  return { ...order, card: { ...order.card, checkWords: [] } };
}

function playPayRefusal(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  return withBrowser(stage, async (browser) => {
    await orderAtMall(group, browser, orders.nextSettled());
    await refuseToPay(browser, await openPayWindow(group, browser));
    await until('the mall knows of the refusal', async () =>
      (await orderState(group, browser)).settlement === 'refused' ? true : undefined,
    );
    await browser.get(group.parties.mall.config.public.url);
  });
}

/** What is typed into the window and refused, full of marks. */
function playWrongCards(stage: Stage): Promise<void> {
  const { group, orders, book } = stage;
  const stranger = makeHolder(book, 1_000_000);
  const order = orders.nextSettled();
  const { number } = order.card;
  return withBrowser(stage, async (browser) => {
    await orderAtMall(group, browser, order);
    const form = await openPayWindow(group, browser);
    const unknown = { number: stranger.number, password: stranger.password, checkWords: [book.japanese('word')] };
    const answers = await checkWords(browser, form, unknown);
    if (answers.includes(true)) throw new Error('a stranger’s word was right');
    const accept = inWindow(form, '/pay/accept');
    const words = inWindow(form, '/pay/words');
    const turned = number.slice(0, -1) + String((Number(number.at(-1)) + 1) % 10);
    book.learn('card', turned);
    const entries: [URL, [string, string][]][] = [
      [
        accept,
        [
          ['card', number],
          ['password', book.latin('password')],
        ],
      ],
      [accept, [['card', number]]],
      [
        accept,
        [
          ['card', turned],
          ['password', book.latin('password')],
        ],
      ],
      [
        accept,
        [
          ['card', `${number} ${stranger.words[0]}`],
          ['password', book.latin('password')],
        ],
      ],
      [words, [['card', number]]],
      [
        words,
        [
          ['card', turned],
          ['word', book.japanese('word')],
        ],
      ],
      [words, [['card', number], ...Array.from({ length: 9 }, (): [string, string] => ['word', book.latin('word')])]],
    ];
    for (const [url, fields] of entries) {
      const { status } = await browser.post(url, fields);
      if (status !== 422) throw new Error('the pay window took what it should refuse');
    }
    const text = JSON.stringify(unknown);
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      await browser.postBody(accept, type, text);
    }
    for (const word of [stranger.number, encodeURIComponent(stranger.words[0]!)]) {
      await browser.get(new URL(`/pay/${word}?card=${word}`, form.url));
    }
    // Another order's card in the window at last.
    await buy(browser, form, { ...unknown, checkWords: [] });
  });
}

async function playVariant(stage: Stage, variant: Exclude<Variant, 'a'>): Promise<void> {
  const { mall, credit } = stage.group.parties;
  const { id } = credit.config;
  await mall.desk.ask('partners.choose-variant', { id, variant });
  await withBrowser(stage, async (browser) => {
    const order = withoutWords(stage.orders.nextElectronic('mixed'));
    const { result } = await playOrder(stage.group, order, { browser });
    if (result !== 'ok') throw new Error(`variant ${variant} was not settled`);
  });
  await mall.desk.ask('partners.choose-variant', { id, variant: 'a' });
}

/** Everything that the desk shows, and a card that is blocked and given another limit. */
async function playCreditDesk({ group, book, orders }: Stage): Promise<void> {
  const { desk } = group.parties.credit;
  const search = orders.holders.next().number.slice(-4);
  const { rows: found } = await desk.ask('customers.list', { search, limit: 100 });
  for (const { id } of found) {
    const { cards } = await desk.ask('customers.open', { id });
    for (const { id: card, limit } of cards) {
      const reason = 'asked for';
      await desk.ask('cards.block', { card, blocked: true, reason });
      await desk.ask('cards.block', { card, blocked: false, reason });
      const higher = { ...limit, value: limit.value + 1 };
      book.learnAmount('limit', higher.value);
      await desk.ask('cards.change-limit', { card, limit: higher, reason });
    }
  }
  await desk.ask('settlements.list', { limit: 500 });
  await desk.ask('claims.list', { limit: 500 });
  const { sum, differing } = await desk.ask('ledger.check', {});
  if (sum !== 0 || differing.length > 0) throw new Error('the ledger does not add up');
}
