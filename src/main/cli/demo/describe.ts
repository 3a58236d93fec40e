import { join } from 'node:path';
import { formatMoney } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { HOME } from '../built-pages.ts';
import type { DemoGroup } from './group.ts';
import type { OrderFile } from './order-file.ts';
import type { DeclinedOrder, PlayedOrder } from './play-order.ts';
import type { PlayedParcel } from './play-parcel.ts';

/** The played order for a person at a terminal. */
export function describeOrder(played: PlayedOrder | DeclinedOrder, order: OrderFile): string {
  const parts = [
    'One order, played through the real doors',
    ...describeRun(played, order),
    '',
    ...(played.result === 'ok' && played.opened ? describeOpened(played.opened) : []),
    ...describeKnowledge(played, order),
  ];
  return `\n${parts.join('\n')}\n`;
}

function describeRun(played: PlayedOrder | DeclinedOrder, order: OrderFile): string[] {
  const lines: [string, string][] = [['purchase number', formatNumber(played.purchase)]];
  if (played.checks && played.checks.length > 0) {
    lines.push(['check words', played.checks.map((right) => (right ? '○' : '×')).join(' ')]);
  }
  if (played.result === 'no') {
    lines.push(['credit company', 'did not settle: nothing was charged']);
    return lines.map(toLine);
  }
  if (played.receipt !== undefined) lines.push(['receipt number', formatNumber(played.receipt)]);
  if (played.shipping !== undefined) {
    lines.push(
      ['shipping number', formatNumber(played.shipping)],
      ['packing label', played.label!],
      ['parcel', played.states!.join(' → ')],
      ['cash', describeCash(played, order)],
    );
  }
  if (played.goods) {
    lines.push(['receipt label', played.receiptLabel!], ['mail', played.mail!]);
    for (const { name, sha256 } of played.goods) lines.push(['opened by the buyer', `${name}, SHA-256 ${sha256}`]);
  }
  return lines.map(toLine);
}

function toLine([what, value]: [string, string]): string {
  return `  ${what.padEnd(20)}${value}`;
}

function describeCash({ collected, remitted }: PlayedOrder, { pay }: OrderFile): string {
  if (pay === 'settled') return 'none: settled by the credit company';
  if (pay === 'later') return 'none: paid later by the slip in the parcel';
  return `${formatMoney(collected!)} collected, ${formatMoney(remitted!)} remitted`;
}

function describeOpened({ name, postalCode, lines, country, phone }: PlayedParcel['opened']): string[] {
  return [
    "Opened at the depot, with the carrier's own key",
    `  ${name}`,
    `  ${postalCode} ${lines.join(' ')} ${country}`,
    `  ${phone}`,
    '',
  ];
}

/** In columns: what, mall, credit company, carrier. */
function describeKnowledge(played: PlayedOrder | DeclinedOrder, { pay, addressee }: OrderFile): string[] {
  const settled = pay === 'settled';
  const parcel = played.result === 'ok' ? played.shipping !== undefined : addressee !== undefined;
  const goods = played.result === 'ok' && played.goods !== undefined;
  const ofParcel = (what: string): string => (parcel ? what : '–');
  const ofPayment = (what: string): string => (settled ? what : '–');
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['Who knows what', 'mall', 'credit', 'carrier'],
    ['  products', 'yes', ofPayment('sealed'), ofParcel('sealed')],
    ...(goods ? [['  electronic goods', 'yes', 'sealed', 'no'] as const] : []),
    ['  total', 'yes', ofPayment('yes'), ofParcel(pay === 'on-delivery' ? 'yes (collects)' : 'no')],
    ['  size class', ofParcel('yes'), 'no', ofParcel('yes')],
    ['  name and address', ofParcel('sealed'), 'no', ofParcel('when scanned')],
    ['  zone and surcharge', 'no', 'no', ofParcel('yes')],
    ['  card holder', ofPayment('sealed'), ofPayment('yes'), 'no'],
    ['  e-mail', 'no', ofPayment('yes'), 'no'],
    ['  card', 'no', ofPayment('hashed'), 'no'],
  ];
  return rows.map(
    ([what, mall, credit, carrier]) => `${what.padEnd(22)}${mall.padEnd(10)}${credit.padEnd(10)}${carrier}`,
  );
}

/** Where to go on by hand. */
export function describeGroup(group: DemoGroup): string {
  const { mall, credit, carrier } = group.parties;
  return `Try it by hand (each passphrase: demo; each desk link works once, then: npm run tokumei -- desk --dir FOLDER)
  shop            ${mall.config.public.url}
  mall's desk     ${mall.process.deskLink()}
  credit's desk   ${credit.process.deskLink()}
  carrier's desk  ${carrier.process.deskLink()}
  tracking        ${carrier.config.public.url}/track
  mails           ${join(group.folder, 'mail')}
  cards           ${join(HOME, 'data/customers.csv')}, unless other customers were given

The pages' certificates come from the demo's own authority. A browser trusts them once you import
  ${group.folder}/ca/root.pem
as an authority for websites.

Ctrl+C ends the demo; its data stays in ${group.folder}.`;
}
