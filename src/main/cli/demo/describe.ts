import { join } from 'node:path';
import { formatMoney } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { HOME } from '../built-pages.ts';
import type { DemoParty } from './demo-party.ts';
import { describeKnowledge } from './describe-knowledge.ts';
import type { DemoFlow } from './flow.ts';
import type { DemoGroup } from './group.ts';
import type { OrderFile } from './order-file.ts';
import type { DeclinedOrder, PlayedOrder } from './play-order.ts';
import type { PlayedParcel } from './play-parcel.ts';

/** The played order for a person at a terminal. */
export async function describeOrder(
  group: DemoGroup,
  played: PlayedOrder | DeclinedOrder,
  order: OrderFile,
): Promise<string> {
  const parts = [
    'One order, played through the real doors',
    ...describeRun(played, order),
    '',
    ...(played.result === 'ok' && played.opened ? describeOpened(played.opened) : []),
    ...(await describeKnowledge(group, played)),
  ];
  return `\n${parts.join('\n')}\n`;
}

const BOUGHT: Readonly<Record<DemoFlow, string>> = {
  sealed: 'as a sealed order, by public keys',
  'sealed-blom': 'as a sealed order, by keys of the key centre',
  agency: 'by a wallet, which the agency seals anew',
  'agency-pass': 'by a wallet, which the agency passes on unopened',
  closed: 'over a closed network',
};

function describeRun(played: PlayedOrder | DeclinedOrder, order: OrderFile): string[] {
  const lines: [string, string][] = [['purchase number', formatNumber(played.purchase)]];
  if (played.flow) lines.push(['bought', BOUGHT[played.flow]]);
  if (played.bundle !== undefined) lines.push(['bundle at the mall', played.bundle]);
  for (const [role, file] of Object.entries(played.parts ?? {})) lines.push([`part of the ${role}`, file]);
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

/** The carrier's; the mall's screen says its own. */
function serviceOf({ config: { stations } }: DemoParty): string {
  return stations ? `${stations.hosts[0]}:${stations.listen.port}` : 'HOST:PORT';
}

/** Where to go on by hand. */
export function describeGroup(group: DemoGroup, window: string): string {
  const { mall, credit, carrier, agency, wrapper } = group.parties;
  const lines: [string, string][] = [
    ['all in one window', window],
    ['shop', mall.config.public.url],
    ["mall's desk", mall.process.deskLink()],
    ["credit's desk", credit.process.deskLink()],
    ["carrier's desk", carrier.process.deskLink()],
    ...(agency ? [["agency's desk", agency.process.deskLink()] as [string, string]] : []),
    ...(wrapper ? [["wrapper's desk", wrapper.process.deskLink()] as [string, string]] : []),
    ['tracking', `${carrier.config.public.url}/track`],
    ...(credit.config.public.listen
      ? [['sealed orders', `${credit.config.public.url}/terminal`] as [string, string]]
      : []),
    ...(group.keys ? [['your key file', group.keys.file] as [string, string]] : []),
    ...(agency ? [['your wallet', `${agency.config.public.url}/enrol`] as [string, string]] : []),
    ['mails', join(group.folder, 'mail')],
    [
      'a station',
      `carrier's or mall's desk, "Stations": pair; npm run tokumei -- station --code DIGITS --service ${serviceOf(carrier)} --dir DIR`,
    ],
    ['cards', `${join(HOME, 'data/customers.csv')}, unless other customers were given`],
  ];
  return `Try it by hand (each passphrase: demo; each desk link works once, then: npm run tokumei -- desk --dir FOLDER)
${lines.map(([what, where]) => `  ${what.padEnd(18)}${where}`).join('\n')}

The pages' certificates come from the demo's own authority. A browser trusts them once you import
  ${group.folder}/ca/root.pem
as an authority for websites.

Ctrl+C ends the demo; its data stays in ${group.folder}.`;
}
