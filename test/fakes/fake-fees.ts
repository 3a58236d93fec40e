/** A carrier's fees and number ranges in memory, by the real rules of `shared/domain`. */
import type { Topic } from '#shared/desk/contract.ts';
import type { TariffVersion } from '#shared/desk/fees.ts';
import type { RangeRow } from '#shared/desk/formats.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { checkRange, isRunningOut, numberAt, rangeSize } from '#shared/domain/number-range.ts';
import { formatNumber, normalizeNumber } from '#shared/domain/number.ts';
import { zoneProblems } from '#shared/domain/tariff.ts';
import type { ZonePrefix } from '#shared/domain/zone.ts';
import { fail, ok } from '#shared/result.ts';
import { code128Text, encodeCode128 } from '#main/labels/index.ts';
import { minutesAgo } from './fake-office.ts';

type Handlers = Pick<DeskHandlers, Extract<keyof DeskHandlers, `fees.${string}` | `formats.${string}`>>;

export function fakeFees(announce: (topic: Topic) => void, empty: boolean): Handlers {
  return { ...fees(announce), ...formats(announce, empty) };
}

function fees(announce: (topic: Topic) => void): Pick<Handlers, 'fees.read' | 'fees.save' | 'fees.withdraw'> {
  const today = calendarDay(new Date());
  let versions: TariffVersion[] = [
    {
      state: 'now',
      tariff: {
        currency: 'JPY',
        fees: { 60: 800, 80: 1000, 100: 1300, 120: 1600, 140: 1900, 160: 2200 },
        surcharges: { mainland: 0, hokkaido: 440, okinawa: 880, 離島: 1200 },
        sizes: { hokkaido: { 140: 660, 160: 880 } },
        weights: { 15: 220, 20: 330, 25: 550 },
        collecting: [
          { upTo: 10_000, fee: 330 },
          { upTo: 30_000, fee: 440 },
          { upTo: null, fee: 1100 },
        ],
        prefixes: [
          ['JP', '', 'mainland'],
          ['JP', '00', 'hokkaido'],
          ...['04', '05', '06', '07', '08', '09'].map((code): ZonePrefix => ['JP', code, 'hokkaido']),
          ['JP', '90', 'okinawa'],
          ['JP', '1000', '離島'],
          ['JP', '1001', '離島'],
        ],
      },
    },
  ];
  return {
    'fees.read': async () => ok({ today, versions }),
    'fees.save': async ({ who }, { from, tariff }) => {
      if (from <= today) return fail('field-invalid', 'from');
      if (zoneProblems(tariff).some(({ kind }) => kind === 'twice')) return fail('field-invalid', 'prefixes');
      const version: TariffVersion = { from, state: 'coming', savedAt: minutesAgo(0), who: who ?? '', tariff };
      versions = [version, ...versions.filter((each) => each.from !== from)];
      announce('parcels');
      return ok();
    },
    'fees.withdraw': async (_, { from }) => {
      versions = versions.filter((each) => each.from !== from);
      announce('parcels');
      return ok();
    },
  };
}

function formats(
  announce: (topic: Topic) => void,
  empty: boolean,
): Pick<Handlers, Extract<keyof Handlers, `formats.${string}`>> {
  const row = (
    part: Pick<RangeRow, 'range' | 'format' | 'lead' | 'country' | 'first' | 'last' | 'issued' | 'inUse'>,
  ) => {
    const left = rangeSize(part) - part.issued;
    const example = formatNumber(numberAt(part, part.first) ?? '');
    return { ...part, left, low: isRunningOut(part, left), example, addedAt: minutesAgo(9000), who: '佐藤' };
  };
  let ranges: RangeRow[] = empty
    ? []
    : [
        row({
          range: 'a',
          format: 's10',
          lead: 'RR',
          country: 'JP',
          first: 12_340_000,
          last: 12_349_999,
          issued: 9_420,
          inUse: true,
        }),
        row({
          range: 'b',
          format: 'sscc',
          lead: '0491234567',
          country: '',
          first: 0,
          last: 9_999_999,
          issued: 0,
          inUse: false,
        }),
      ];
  const replace = (id: string, part: Partial<RangeRow>): void => {
    ranges = ranges.map((each) => (each.range === id ? { ...each, ...part } : each));
    announce('parcels');
  };
  return {
    'formats.list': async () => {
      const inUse = ranges.filter((each) => each.inUse);
      const next = inUse.find(({ left }) => left > 0);
      return ok({ ranges, next: next?.format ?? 'own', usedUp: inUse.length > 0 && !next });
    },
    'formats.add': async (_, entry) => {
      const checked = checkRange(entry);
      if (!checked.ok) return checked;
      const range = `r${ranges.length}`;
      ranges = [...ranges, row({ range, ...checked.value, issued: 0, inUse: false })];
      announce('parcels');
      return ok({ range });
    },
    'formats.use': async (_, { range, inUse }) => {
      replace(range, { inUse });
      return ok();
    },
    'formats.remove': async (_, { range }) => {
      ranges = ranges.filter((each) => each.range !== range);
      announce('parcels');
      return ok();
    },
    'formats.preview': async (_, { number: typed }) => {
      const number = normalizeNumber(typed).toUpperCase();
      if (numberFormat(number) === undefined) return fail('bad-number');
      const label = { number, piece: 1, of: 1, copy: 1 };
      const bars = encodeCode128(label);
      return bars.ok
        ? ok({ bars: bars.value.map((dark) => (dark ? '1' : '0')).join(''), text: code128Text(label) })
        : bars;
    },
  };
}
