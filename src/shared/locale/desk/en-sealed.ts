/** Sealed orders at the mall’s desk, in English. */
import type { OrderFlow, PartRow } from '../../desk/sealed-orders.ts';

export const enSealed = {
  open: 'How it was ordered',
  title: 'How this order was made',
  flows: {
    window: 'In the credit company’s window',
    sealed: 'As a sealed order',
    agency: 'Through an authentication agency',
    closed: 'Over a closed network',
  } satisfies Record<OrderFlow, string>,
  explain: {
    window: 'The customer paid in the credit company’s own window. Nothing sealed went through this mall.',
    sealed:
      'The customer’s terminal cut the order into parts and sealed each for one company. This mall opened its own part, the goods, and passed the others on unopened.',
    agency: 'The customer confirmed with a wallet. This mall learned yes or no; card and PIN never came here.',
    closed:
      'The customer’s browser sealed the card to the credit company. This mall carried it over the closed network and can’t open it.',
  } satisfies Record<OrderFlow, string>,
  agency: 'Agency',
  agencyStates: { asked: 'Waits for the customer', yes: 'Confirmed', no: 'Declined' },
  parts: 'Who has which part',
  company: 'Company',
  part: 'Part',
  number: 'Number for this company',
  scheme: 'Sealed under',
  state: 'State',
  own: 'Own part',
  asks: { goods: 'Goods', card: 'Card', destination: 'Address', gift: 'Gift text' } satisfies Record<
    PartRow['asks'],
    string
  >,
  schemes: { hpke: 'Public key', blom: 'Key in common (Blom)', agreed: 'Agreed key' } satisfies Record<
    NonNullable<PartRow['scheme']>,
    string
  >,
  states: {
    awaited: 'Awaited',
    confirmed: 'Company confirmed',
    received: 'Received',
    sent: 'Handed on',
    yes: 'Agreed',
    no: 'Not agreed',
  } satisfies Record<PartRow['state'], string>,
  saveBundle: 'Save bundle',
  bundleExplain: 'The parts as they came, every one still sealed, for whoever has to prove what was received.',
  noBundle: 'No bundle is here: it has not come yet, or its time is over.',
  recorded: 'That this was looked at stands in the trail.',
};
