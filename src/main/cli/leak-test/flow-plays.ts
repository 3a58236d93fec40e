/** Orders that go no way through windows: sealed for everyone at once, through an agency, over a closed network. */
import type { CustomerBrowser, CustomerPage } from '../demo/customer.ts';
import { openCustomerBrowser } from '../demo/customer.ts';
import type { DemoFlow } from '../demo/flow.ts';
import type { SettledOrder } from '../demo/order-file.ts';
import { until } from '../demo/order-stopped.ts';
import { playOrder } from '../demo/play-order.ts';
import { makeHolder } from './holders.ts';
import { withBrowser } from './marked-browser.ts';
import { openAllParts } from './open-parts.ts';
import { makeAddressee } from './orders.ts';
import { recordBrowser, recordProcesses, untilSent } from './recorders.ts';
import { withoutWords } from './settled-plays.ts';
import type { Play, Stage } from './stage.ts';

/** Of orders that go through credit company and carrier. */
export const FLOW_PLAYS: Readonly<Record<string, Play>> = {
  'sealed order by public keys, with a gift card': async (stage) => {
    await playFlow(stage, stage.orders.nextGift(), 'sealed');
    await writeGifts(stage);
  },
  'sealed order by keys of the key centre, a parcel and electronic goods': (stage) =>
    playFlow(stage, stage.orders.nextElectronic('mixed'), 'sealed-blom'),
  'sealed orders that are declined': async (stage) => {
    const { poor, blocked } = stage.orders.holders;
    await playFlow(stage, stage.orders.nextSettled(poor), 'sealed', 'no');
    await playFlow(stage, stage.orders.nextSettled(blocked), 'sealed-blom', 'no');
  },
  'mistakes at terminal, wallet page and card form': playMistakes,
  'every part of them under every party’s keys': playOpening,
  'confirmed through an agency that seals anew': async (stage) => {
    await playFlow(stage, stage.orders.nextSettled(), 'agency');
    await lookAtDesks(stage);
  },
};

/** Each leaves a group of another kind behind. */
export const LAST_PLAYS: Readonly<Record<string, Play>> = {
  'confirmed through an agency that passes on': async (stage) => {
    await changeParty(stage, 'agency', 'pass');
    await playFlow(stage, stage.orders.nextElectronic('alone'), 'agency-pass');
  },
  'over a closed network': async (stage) => {
    await changeParty(stage, 'credit', 'closed');
    await playFlow(stage, stage.orders.nextSettled(), 'closed');
  },
};

async function playFlow(
  stage: Stage,
  marked: SettledOrder,
  flow: DemoFlow,
  expected: 'ok' | 'no' = 'ok',
): Promise<void> {
  const { group, orders } = stage;
  await withBrowser(stage, async (browser) => {
    const device = notingWallets(stage, recordBrowser(group, openCustomerBrowser(group.rootPem)));
    const shop = notingCodes(stage, browser);
    const customers = orders.holders.customers;
    const pin = stage.book.pin('pin');
    const played = await playOrder(group, withoutWords(marked), { browser: shop, device, flow, customers, pin });
    if (played.result !== expected) throw new Error(`${flow}: ${played.result} instead of ${expected}`);
    await browser.get(`${group.parties.mall.config.public.url}/order`);
  });
}

/** What follows `#` in links of the shop's page. */
const CODE = /#(?:https:[^"~]*~)?([A-Za-z0-9_-]{43})"/g;

function notingCodes({ book }: Stage, browser: CustomerBrowser): CustomerBrowser {
  const known = new Set<string>();
  const note = (page: CustomerPage): CustomerPage => {
    for (const [, code] of page.body.matchAll(CODE)) {
      if (!known.has(code!)) book.learn('code', code!);
      known.add(code!);
    }
    return page;
  };
  return { ...browser, get: async (url) => note(await browser.get(url)) };
}

/** Where in an envelope its ciphertext begins and is like no other, in digits of base64url. */
const CIPHERTEXT = [60, 120] as const;

function notingWallets({ book }: Stage, browser: CustomerBrowser): CustomerBrowser {
  return {
    ...browser,
    postBody: async (url, type, body) => {
      if (new URL(url).pathname === '/enrol') {
        const { sealed } = JSON.parse(body) as { sealed: string };
        book.learn('wallet', sealed.slice(...CIPHERTEXT));
      }
      return browser.postBody(url, type, body);
    },
  };
}

/** The wrapper's clerk reads each card and has written it. */
async function writeGifts({ group }: Stage): Promise<void> {
  const { desk } = group.parties.wrapper!;
  const open = await until('the gift-wrapper has its part', async () => {
    const { rows } = await desk.ask('gifts.list', { states: ['open'], limit: 500 });
    return rows.length > 0 ? rows : undefined;
  });
  for (const { purchase, mall } of open) {
    await desk.ask('gifts.open', { purchase, mall });
    await desk.ask('gifts.done', { purchase, mall });
  }
}

/** Bodies full of marks, in every form, where only sealed ones belong. */
async function playMistakes({ group, book }: Stage): Promise<void> {
  const { mall, credit, agency } = group.parties;
  const { number, password } = makeHolder(book, 1_000_000);
  const card = { number, password, pin: book.pin('pin') };
  const text = JSON.stringify({ ...makeAddressee(book, 'JP'), ...card, gift: book.japanese('gift') });
  const shop = mall.config.public.url;
  const wallets = agency!.config.public.url;
  const browser = recordBrowser(group, openCustomerBrowser(group.rootPem));
  const targets = [
    ...['sheet', 'challenge', 'answers', 'bundle', 'state'].map((name) => `${shop}/sealed/${name}`),
    `${shop}/order/card`,
    `${wallets}/enrol`,
    ...['request', 'confirm', 'state', 'revoke'].map((name) => `${wallets}/wallet/${name}`),
  ];
  for (const target of targets) {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
      const { status } = await browser.postBody(target, type, text);
      if (status < 400) throw new Error('something was taken that is no part of anything');
    }
  }
  for (const url of [`${shop}/sealed/`, `${credit.config.public.url}/terminal/`, `${wallets}/wallet/`]) {
    await browser.get(`${url}${number}?card=${number}`);
  }
}

async function playOpening(stage: Stage): Promise<void> {
  const { group, book } = stage;
  const { opened, parts, tracking } = await openAllParts(stage);
  const sum = [...opened.values()].reduce((all, count) => all + count, 0);
  if (parts === 0 || sum !== parts || opened.has('agency')) {
    throw new Error('not every part opens for one party and no other');
  }
  const browser = recordBrowser(group, openCustomerBrowser(group.rootPem));
  for (const token of tracking) {
    book.learn('token', token);
    await browser.get(`${group.parties.carrier.config.public.url}/track/${token}`);
  }
}

/** Why credit staff see an order was decided so, and what the agency's staff see of it. */
async function lookAtDesks({ group }: Stage): Promise<void> {
  const { credit, agency } = group.parties;
  for (const { id } of (await credit.desk.ask('inquiries.list', { limit: 200 })).rows)
    await credit.desk.ask('inquiries.open', { id });
  await credit.desk.ask('wallets.locked', { limit: 200 });
  const requests = await agency!.desk.ask('agency.requests', { limit: 200 });
  if (requests.rows.length === 0) throw new Error('the agency was asked nothing');
  await agency!.desk.ask('agency.revoked', { limit: 200 });
}

async function changeParty({ group }: Stage, role: 'agency' | 'credit', to: 'pass' | 'closed'): Promise<void> {
  await recordProcesses(group);
  const { config } = group.parties[role]!;
  await group.restart(
    role,
    to === 'pass' ? { agency: { ...config.agency!, variant: 'pass' } } : { public: { url: config.public.url } },
  );
  // Its partners have its new card.
  await untilSent(group, role);
}
