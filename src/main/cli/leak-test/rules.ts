/**
 * Who may hold what: the promise of the product as one table. A kind of knowledge that is found in a place of a party
 * that is not named here is a leak.
 */
import type { DemoRole } from '../demo/group.ts';
import type { Kind } from './marks.ts';

/** Stations of the carrier that work cut off: each a computer of its own that may be lost. */
export type StationName = 'gate' | 'van';
/** The group's certificate authority and its key centre know nothing but keys; they are searched all the same. */
export type PartyName = DemoRole | StationName | 'authority' | 'centre' | 'newcomer';

export const PLACES = {
  database: 'database file, and every value in its tables',
  orders: 'every value in tables of orders and work: in all but those of the catalogue',
  wal: 'write-ahead log of the database',
  'cut-off': 'data folder of a station, as it lay there while its service was stopped and scans waited',
  logs: 'log files',
  labels: 'printed labels: drawn text, codes and streams',
  slips: 'printed packing slips',
  printed: 'what printers were given: files in a folder, ZPL over a socket',
  files: 'files of electronic products',
  packages: 'packages of electronic goods, sealed to their buyers',
  mails: 'mails that bring electronic goods, header by header and part by part',
  letters: 'all other mails to customers',
  folder: 'everything else in the data folder, and temporary files',
  traffic: "what came in at the partner door, decrypted, from other parties' servers",
  handed: "what another party handed over through the customer's browser",
  posted: "what the customer's own pages sent: wallets, and everything of a sealed order",
  parts: "what a party's own keys open of sealed orders, whosever part it is",
  scan: 'answers of the stations that open an envelope',
  pictures: 'pictures of refused scans, as the exceptions workbench shows them',
  line: "what went over a station's line in either direction, decrypted",
  exports: 'lists that were taken out as files',
  desk: 'all other answers at the desk',
  pages: "customers' pages",
  form: 'a form shown again to whoever filled it in',
  output: 'what the process printed',
  process: 'command line, environment and open files of the process',
} as const;
export type Place = keyof typeof PLACES;

const STATION_PLACES: readonly Place[] = [
  'database',
  'wal',
  'cut-off',
  'logs',
  'folder',
  'line',
  'scan',
  'desk',
  'output',
  'process',
];

/** Where each party could hold anything. */
export const PARTY_PLACES: Readonly<Record<PartyName, readonly Place[]>> = {
  mall: [
    'database',
    'orders',
    'wal',
    'logs',
    'labels',
    'slips',
    'printed',
    'files',
    'packages',
    'folder',
    'traffic',
    'handed',
    'posted',
    'parts',
    'pictures',
    'exports',
    'desk',
    'pages',
    'output',
    'process',
  ],
  credit: [
    'database',
    'wal',
    'logs',
    'packages',
    'mails',
    'letters',
    'folder',
    'traffic',
    'handed',
    'parts',
    'scan',
    'pictures',
    'exports',
    'desk',
    'pages',
    'output',
    'process',
  ],
  carrier: [
    'database',
    'wal',
    'logs',
    'folder',
    'traffic',
    'handed',
    'parts',
    'scan',
    'pictures',
    'exports',
    'desk',
    'pages',
    'form',
    'output',
    'process',
  ],
  gate: STATION_PLACES,
  van: STATION_PLACES,
  agency: [
    'database',
    'wal',
    'logs',
    'folder',
    'traffic',
    'handed',
    'posted',
    'parts',
    'exports',
    'desk',
    'pages',
    'output',
    'process',
  ],
  wrapper: [
    'database',
    'wal',
    'logs',
    'folder',
    'traffic',
    'parts',
    'scan',
    'exports',
    'desk',
    'pages',
    'output',
    'process',
  ],
  authority: ['folder'],
  centre: ['folder'],
  // A company whose first run broke off before there was a party.
  newcomer: ['folder'],
};

/** `seen`: belongs there, and a test that does not find it there is blind. `may`: belongs there. */
export type Permission = 'seen' | 'may';

type Holding = Readonly<Partial<Record<Place, Permission>>>;

/**
 * An address is for whoever scans the parcel and for whoever typed it; at rest the carrier has it sealed alone. A driver
 * sees it, cut off too; a gate never does.
 */
const ADDRESSEE = {
  carrier: { scan: 'seen', form: 'seen', parts: 'seen' },
  van: { scan: 'seen', line: 'seen' },
} as const;

/** What a mall knows of its own goods. */
const GOODS = {
  mall: { database: 'seen', wal: 'may', slips: 'seen', exports: 'seen', desk: 'seen', pages: 'seen' },
} as const;
/** And of what an order comes to. */
const TOTALS = { mall: { ...GOODS.mall, orders: 'seen' } } as const;

/** A card is told to the credit company alone, and forgotten when it has decided. */
const CARD = { credit: { parts: 'seen' } } as const;

/** What a credit company knows of its customers. */
const CUSTOMER = { credit: { database: 'seen', wal: 'may', exports: 'may', desk: 'seen' } } as const;

/** What a carrier knows of its own tariff. */
const TARIFF = {
  carrier: { database: 'seen', wal: 'may', scan: 'may', exports: 'may', desk: 'may', pages: 'seen', form: 'may' },
} as const;

/** What a station is told to work with, and keeps encrypted. */
const AT_STATIONS = { line: 'seen', scan: 'seen', desk: 'may' } as const;
const STATIONS = { gate: AT_STATIONS, van: AT_STATIONS } as const;

/** Where a parcel goes is the carrier's own, and half an address; a station knows where it stands itself. */
const ROUTES = {
  carrier: { database: 'seen', wal: 'may', scan: 'seen', exports: 'may', desk: 'may' },
  ...STATIONS,
} as const;
const WHERE_IT_STANDS = { ...AT_STATIONS, folder: 'seen', 'cut-off': 'seen' } as const;

export const RULES: Readonly<Record<Kind, Readonly<Partial<Record<PartyName, Holding>>>>> = {
  product: { mall: { ...GOODS.mall, parts: 'seen' } },
  price: TOTALS,
  cash: {
    mall: { ...TOTALS.mall, labels: 'seen', printed: 'seen', traffic: 'seen' },
    ...STATIONS,
    carrier: {
      database: 'seen',
      wal: 'may',
      traffic: 'seen',
      handed: 'seen',
      scan: 'seen',
      exports: 'seen',
      desk: 'seen',
      pages: 'seen',
      form: 'may',
    },
  },
  charge: {
    mall: { ...TOTALS.mall, traffic: 'seen', parts: 'seen' },
    credit: {
      ...CUSTOMER.credit,
      exports: 'seen',
      letters: 'seen',
      handed: 'seen',
      traffic: 'seen',
      pages: 'seen',
      parts: 'seen',
    },
    agency: { database: 'seen', wal: 'may', traffic: 'seen', exports: 'seen', desk: 'seen', pages: 'seen' },
  },
  name: ADDRESSEE,
  address: ADDRESSEE,
  postal: ADDRESSEE,
  phone: ADDRESSEE,
  note: ADDRESSEE,
  zone: { ...TARIFF, gate: { line: 'seen' }, van: { line: 'seen' } },
  surcharge: { carrier: { ...TARIFF.carrier, scan: 'seen', desk: 'seen' }, ...STATIONS },
  depot: { ...ROUTES, gate: WHERE_IT_STANDS, van: WHERE_IT_STANDS },
  route: ROUTES,
  // Agreed between customer and carrier alone.
  wish: {
    carrier: { database: 'seen', wal: 'may', scan: 'seen', exports: 'may', desk: 'may', pages: 'seen', form: 'may' },
    gate: { line: 'may', scan: 'may' },
    van: { line: 'seen', scan: 'may' },
  },
  // Sealed at rest as an address is, and nobody else's business.
  receiver: { carrier: { scan: 'seen' }, van: { line: 'seen' } },
  photo: {
    mall: { pictures: 'seen' },
    credit: { pictures: 'seen' },
    carrier: { pictures: 'seen' },
    gate: { line: 'seen' },
  },
  file: { mall: { database: 'seen', wal: 'may', desk: 'seen' } },
  content: { mall: { files: 'seen' } },
  holder: { credit: { ...CUSTOMER.credit, letters: 'seen', scan: 'seen' } },
  home: { credit: { ...CUSTOMER.credit, letters: 'may' } },
  email: { credit: { ...CUSTOMER.credit, mails: 'seen', letters: 'seen' } },
  employer: CUSTOMER,
  limit: CUSTOMER,
  reference: CUSTOMER,
  // Hashed before they come to rest, and never shown again.
  card: CARD,
  password: CARD,
  word: {},
  // No part of an order holds it: what a wallet holds is opened nowhere but in memory.
  pin: {},
  // The window that agreed links to the tracking page; a mail brings the link to a new password.
  token: { credit: { letters: 'seen' }, carrier: { pages: 'seen', parts: 'seen' } },
  // The shop's page shows it to whoever ordered; a terminal or a wallet page says it, and it is kept hashed.
  code: { mall: { pages: 'seen', posted: 'seen' }, agency: { posted: 'seen' } },
  gift: { wrapper: { scan: 'seen', parts: 'seen' } },
  // The agency signs it, gives it to its customer and passes it on, and has it no more; whoever settles, until decided.
  wallet: { agency: { posted: 'seen', pages: 'seen' }, credit: { traffic: 'seen', wal: 'may' } },
  order: { mall: { database: 'seen', orders: 'seen', wal: 'may' } },
  browser: {},
  // It comes in through the environment and goes no further.
  passphrase: {
    mall: { process: 'may' },
    credit: { process: 'may' },
    carrier: { process: 'may' },
    gate: { process: 'may' },
    van: { process: 'may' },
    agency: { process: 'may' },
    wrapper: { process: 'may' },
  },
  // Hashed at once; at a station sealed besides.
  staff: {},
  camera: {},
};

export function permissionOf(kind: Kind, party: PartyName, place: Place): Permission | undefined {
  return RULES[kind][party]?.[place];
}

/** Every kind that must be found, party and place by place. */
export function expectedSights(): { kind: Kind; party: PartyName; place: Place }[] {
  return (Object.keys(RULES) as Kind[]).flatMap((kind) =>
    (Object.keys(RULES[kind]) as PartyName[]).flatMap((party) =>
      PARTY_PLACES[party]
        .filter((place) => permissionOf(kind, party, place) === 'seen')
        .map((place) => ({ kind, party, place })),
    ),
  );
}
