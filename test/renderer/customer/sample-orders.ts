/** The sample orders' addressees, as data and as someone would type them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Addressee, AddresseeEntry } from '#shared/domain/addressee.ts';

const folder = new URL('../../../data/orders/', import.meta.url);

/** Orders of electronic goods alone have none. */
export const addressees: readonly [file: string, addressee: Addressee][] = readdirSync(folder)
  .sort()
  .flatMap((file) => {
    const order = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { addressee?: Addressee };
    return order.addressee ? [[file, order.addressee]] : [];
  });

export function addresseeOf(file: string): Addressee {
  return addressees.find(([name]) => name === file)![1];
}

export function entryOf({ name, postalCode, lines, phone, country, note = '' }: Addressee): AddresseeEntry {
  const [line1 = '', line2 = '', line3 = '', line4 = ''] = lines;
  return { name, postalCode, line1, line2, line3, line4, phone, country, note };
}
