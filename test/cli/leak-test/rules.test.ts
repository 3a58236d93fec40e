import { expect, test } from 'vitest';
import { type Kind, KINDS } from '#main/cli/leak-test/marks.ts';
import {
  expectedSights,
  PARTY_PLACES,
  type PartyName,
  permissionOf,
  PLACES,
  type Place,
} from '#main/cli/leak-test/rules.ts';

const kinds = Object.keys(KINDS) as Kind[];
const parties = Object.keys(PARTY_PLACES) as PartyName[];
const placesOf = (kind: Kind, party: PartyName): Place[] =>
  (Object.keys(PLACES) as Place[]).filter((place) => permissionOf(kind, party, place) !== undefined);

test('the table says what the product promises', () => {
  for (const kind of ['name', 'address', 'postal', 'phone', 'note'] as const) {
    expect(placesOf(kind, 'mall'), kind).toEqual([]);
    expect(placesOf(kind, 'carrier'), kind).toEqual(['parts', 'scan', 'form']);
    // A sorter needs the route alone; a driver reads it, and nothing of it stays on the van's computer.
    expect(placesOf(kind, 'gate'), kind).toEqual([]);
    expect(placesOf(kind, 'van'), kind).toEqual(['scan', 'line']);
  }
  for (const kind of ['product', 'price', 'order'] as const) {
    expect([...placesOf(kind, 'carrier'), ...placesOf(kind, 'credit')], kind).toEqual([]);
  }
  for (const kind of ['name', 'address', 'postal', 'phone', 'note', 'zone', 'surcharge', 'cash'] as const) {
    expect(placesOf(kind, 'credit'), kind).toEqual([]);
  }
  for (const kind of [
    'holder',
    'home',
    'email',
    'employer',
    'limit',
    'reference',
    'card',
    'password',
    'word',
  ] as const) {
    expect([...placesOf(kind, 'mall'), ...placesOf(kind, 'carrier')], kind).toEqual([]);
  }
  // Of a card the credit company opens what was sealed to it, and keeps none of it.
  for (const kind of ['card', 'password'] as const) expect(placesOf(kind, 'credit'), kind).toEqual(['parts']);
  expect(placesOf('word', 'credit')).toEqual([]);
  expect(placesOf('charge', 'carrier')).toEqual([]);
  for (const kind of ['zone', 'surcharge'] as const) expect(placesOf(kind, 'mall'), kind).toEqual([]);
  expect(kinds.flatMap((kind) => [...placesOf(kind, 'authority'), ...placesOf(kind, 'centre')])).toEqual([]);
});

test('where and when a parcel is brought, and who took it, is between the carrier and its customer', () => {
  for (const kind of ['depot', 'route', 'wish', 'receiver'] as const) {
    const known = parties.filter((party) => placesOf(kind, party).length > 0);
    expect(known, kind).toEqual(['carrier', 'gate', 'van'].filter((party) => kind !== 'receiver' || party !== 'gate'));
  }
  // At rest it is sealed: no clear text in the carrier's database, nor at the door's computer.
  expect(placesOf('receiver', 'carrier')).toEqual(['scan']);
  expect(placesOf('receiver', 'van')).toEqual(['line']);
});

test('a lost station says nothing but where it stood', () => {
  for (const station of ['gate', 'van'] as const) {
    for (const place of ['database', 'wal', 'cut-off', 'folder', 'logs', 'output'] as const) {
      const held = kinds.filter((kind) => permissionOf(kind, station, place) !== undefined);
      expect(held, `${station} ${place}`).toEqual(place === 'cut-off' || place === 'folder' ? ['depot'] : []);
    }
  }
});

test('a product is named in the catalogue, and in no table of orders and work', () => {
  expect(permissionOf('product', 'mall', 'orders')).toBeUndefined();
  expect(kinds.filter((kind) => permissionOf(kind, 'mall', 'orders') !== undefined)).toEqual([
    'price',
    'cash',
    'charge',
    'order',
  ]);
});

test('what stands on the picture of a refused scan is shown by the workbench alone', () => {
  for (const party of ['mall', 'credit', 'carrier'] as const) expect(placesOf('photo', party)).toEqual(['pictures']);
  expect(placesOf('photo', 'gate')).toEqual(['line']);
});

test('an agency learns what malls ask to have confirmed, and of its customers nothing that is not sealed', () => {
  const known = kinds.filter((kind) => placesOf(kind, 'agency').length > 0);
  expect(known).toEqual(['charge', 'code', 'wallet', 'passphrase']);
  for (const kind of ['code', 'wallet'] as const) {
    for (const place of ['database', 'wal', 'traffic', 'desk'] as const) {
      expect(permissionOf(kind, 'agency', place), `${kind} ${place}`).toBeUndefined();
    }
  }
});

test('a gift-wrapper knows the words on the card and nothing else', () => {
  const known = kinds.filter((kind) => placesOf(kind, 'wrapper').length > 0);
  expect(known).toEqual(['gift', 'passphrase']);
  expect(parties.filter((party) => placesOf('gift', party).length > 0)).toEqual(['wrapper']);
});

test('what a party’s own keys open of sealed orders is its own part', () => {
  const opens = (party: PartyName): Kind[] => kinds.filter((kind) => permissionOf(kind, party, 'parts') === 'seen');
  expect(opens('mall')).toEqual(['product', 'charge']);
  expect(opens('credit')).toEqual(['charge', 'card', 'password']);
  expect(opens('carrier')).toEqual(['name', 'address', 'postal', 'phone', 'note', 'token']);
  expect(opens('wrapper')).toEqual(['gift']);
  expect(opens('agency')).toEqual([]);
});

test('nothing at all may be logged, printed or show in a command line, but the passphrase that starts a service', () => {
  for (const party of parties) {
    for (const place of ['logs', 'output', 'process', 'folder'] as const) {
      const held = kinds.filter((kind) => permissionOf(kind, party, place) !== undefined);
      const isStation = party === 'gate' || party === 'van';
      const allowed: Partial<Record<typeof place, Kind>> = {
        process: 'passphrase',
        ...(isStation && { folder: 'depot' }),
      };
      expect(held.filter((kind) => kind !== allowed[place])).toEqual([]);
    }
  }
});

test('on a label stands nothing but the cash to collect, whatever prints it', () => {
  for (const place of ['labels', 'printed'] as const) {
    expect(kinds.filter((kind) => permissionOf(kind, 'mall', place) !== undefined)).toEqual(['cash']);
  }
});

test('a rule is about places that the party has', () => {
  for (const kind of kinds) {
    for (const party of parties) {
      expect(placesOf(kind, party).filter((place) => !PARTY_PLACES[party].includes(place))).toEqual([]);
    }
  }
});

test('every kind that may be anywhere must be seen somewhere, or the test is blind to it', () => {
  const seen = new Set(expectedSights().map(({ kind }) => kind));
  expect(kinds.filter((kind) => !seen.has(kind))).toEqual(['word', 'pin', 'browser', 'passphrase', 'staff', 'camera']);
});
