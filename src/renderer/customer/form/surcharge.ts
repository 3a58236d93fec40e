/** What the customer pays at the door, shown while the postal code is typed. */
import { addMoney, formatMoney, type Money } from '#shared/domain/money.ts';
import { isZoneDecided, type ZonePrefix, zoneOf } from '#shared/domain/zone.ts';
import { LOCALES } from '#shared/locale/text.ts';
import { optionalElement, pageLanguage } from './page.ts';

export interface Zones {
  readonly prefixes: readonly ZonePrefix[];
  readonly surcharges: Readonly<Record<string, Money>>;
}

/** `undefined` until the postal code names a zone. */
export function surchargeOf(zones: Zones, country: string, postalCode: string): Money | undefined {
  if (!isZoneDecided(zones.prefixes, country, postalCode)) return undefined;
  return zones.surcharges[zoneOf(zones.prefixes, country, postalCode) ?? ''];
}

export function showSurcharge(zones: Zones, country: HTMLSelectElement, postalCode: HTMLInputElement): void {
  const surcharge = optionalElement('surcharge', HTMLOutputElement);
  if (!surcharge) return;
  const due = optionalElement('due', HTMLOutputElement);
  const how = optionalElement('surcharge-how', HTMLSpanElement);
  const unknown = [...surcharge.childNodes];
  const unknownDue = [...(due?.childNodes ?? [])];
  const locale = LOCALES[pageLanguage()];

  function show(): void {
    const price = surchargeOf(zones, country.value, postalCode.value);
    if (how) how.hidden = price?.value === 0;
    if (price === undefined) {
      surcharge!.replaceChildren(...unknown);
      due?.replaceChildren(...unknownDue);
      return;
    }
    surcharge!.textContent = price.value === 0 ? surcharge!.dataset.none! : formatMoney(price, locale);
    if (!due) return;
    const amount = { value: Number(due.dataset.amount), currency: due.dataset.currency! };
    due.textContent = formatMoney(addMoney(amount, price), locale);
  }

  country.addEventListener('input', show);
  postalCode.addEventListener('input', show);
  show();
}
