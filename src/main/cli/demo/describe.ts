import { formatMoney } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { DemoGroup } from './group.ts';
import type { OrderFile } from './order-file.ts';
import type { PlayedOrder } from './play-order.ts';

/** The played order for a person at a terminal. */
export function describeOrder(played: PlayedOrder, order: OrderFile): string {
  const { opened } = played;
  const cash = order.pay === 'on-delivery';
  return `
One order, played through the real doors
  purchase number   ${formatNumber(played.purchase)}
  shipping number   ${formatNumber(played.shipping)}
  packing label     ${played.label}
  parcel            ${played.states.join(' → ')}
  cash              ${cash ? `${formatMoney(played.collected)} collected, ${formatMoney(played.remitted)} remitted` : 'none: paid later by the slip in the parcel'}

Opened at the depot, with the carrier's own key
  ${opened.name}
  ${opened.postalCode} ${opened.lines.join(' ')} ${opened.country}
  ${opened.phone}

Who knows what        mall      carrier
${knowledge(cash)
  .map(([what, mall, carrier]) => `  ${what.padEnd(20)}${mall.padEnd(10)}${carrier}`)
  .join('\n')}
`;
}

function knowledge(cash: boolean): readonly (readonly [string, string, string])[] {
  return [
    ['products', 'yes', 'sealed'],
    ['total', 'yes', cash ? 'yes (collects)' : 'no'],
    ['size class', 'yes', 'yes'],
    ['name and address', 'sealed', 'when scanned'],
    ['zone and surcharge', 'no', 'yes'],
    ['card', 'no', 'no'],
  ];
}

/** Where to go on by hand. */
export function describeGroup(group: DemoGroup): string {
  const { mall, carrier } = group.parties;
  return `Try it by hand (each passphrase: demo; each desk link works once, then: npm run tokumei -- desk --dir FOLDER)
  shop           ${mall.config.public.url}
  mall's desk    ${mall.process.deskLink()}
  carrier's desk ${carrier.process.deskLink()}
  tracking       ${carrier.config.public.url}/track

The pages' certificates come from the demo's own authority. A browser trusts them once you import
  ${group.folder}/ca/root.pem
as an authority for websites.

Ctrl+C ends the demo; its data stays in ${group.folder}.`;
}
