/** Which postal codes lie in which zone: by ranges, by prefecture, and what is left over named. */
import { type ReactNode, useState } from 'react';
import { PREFECTURES } from '#shared/domain/prefecture.ts';
import { rangePrefixes, type ZoneProblem, zoneProblems, type ZoneRange } from '#shared/domain/tariff.ts';
import { plainPostalCode, type ZonePrefix } from '#shared/domain/zone.ts';
import { fitsFilter } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/fields.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { codesText } from './fee-draft.ts';
import { type Draft, RemoveButton } from './fee-tables.tsx';
import { useZoneName } from './zone-name.ts';

/** Rows drawn at once; the filter finds the others. */
const MOST_SHOWN = 300;

export function ZoneTable({ draft, readOnly, onChange }: Draft): ReactNode {
  const { fees, common } = useTexts();
  const nameOf = useZoneName();
  const [filter, setFilter] = useState('');
  const { ranges } = draft;
  const zones = [...new Set([...draft.zones.map(({ zone }) => zone), ...ranges.map(({ zone }) => zone)])];
  const shown = ranges
    .map((range, at) => ({ range, at, codes: codesText(range, fees) }))
    .filter(({ range, codes }) => fitsFilter(filter, [codes, nameOf(range.zone), range.zone]) || isIn(range, filter));
  return (
    <section className="stack wide-gaps">
      <p className="meta">{fees.zonesExplain}</p>
      <Problems draft={draft} />
      {!readOnly && <AddRows zones={zones} onAdd={(added) => onChange({ ranges: [...ranges, ...added] })} />}
      <div className="card stack">
        <div className="zone-find">
          <input
            type="search"
            className="input filter"
            aria-label={common.filter}
            placeholder={common.filter}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <span className="meta">{fees.ranges(shown.length)}</span>
        </div>
        <table className="table" aria-label={fees.zones}>
          <thead>
            <tr>
              <th scope="col" className="wide">
                {fees.codes}
              </th>
              <th scope="col">{fees.zone}</th>
              {!readOnly && <th aria-hidden="true" className="fee-remove" />}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, MOST_SHOWN).map(({ range, at, codes }) => (
              <tr key={`${at} ${codes}`}>
                <td className="wide number">{codes}</td>
                <td>
                  {readOnly ? (
                    nameOf(range.zone)
                  ) : (
                    <select
                      className="input zone-choice"
                      aria-label={`${codes}, ${fees.zone}`}
                      value={range.zone}
                      onChange={({ target }) =>
                        onChange({
                          ranges: ranges.map((each, of) => (of === at ? { ...each, zone: target.value } : each)),
                        })
                      }
                    >
                      {zones.map((zone) => (
                        <option key={zone} value={zone}>
                          {nameOf(zone)}
                        </option>
                      ))}
                    </select>
                  )}
                </td>
                {!readOnly && (
                  <td>
                    <RemoveButton
                      label={fees.removeRange(codes)}
                      onRemove={() => onChange({ ranges: ranges.filter((_, of) => of !== at) })}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Whether a typed code lies in the range. */
function isIn({ from, to }: ZoneRange, typed: string): boolean {
  const code = plainPostalCode(typed);
  return (
    code.length >= from.length && from !== '' && code.slice(0, from.length) >= from && code.slice(0, to.length) <= to
  );
}

function Problems({ draft: { ranges, zones } }: Pick<Draft, 'draft'>): ReactNode {
  const { fees } = useTexts();
  const { problems: texts } = fees;
  const nameOf = useZoneName();
  const broken = ranges.filter((range) => !rangePrefixes(range));
  const prefixes = ranges.flatMap((range): ZonePrefix[] => rangePrefixes(range) ?? []);
  const surcharges = Object.fromEntries(zones.map(({ zone }) => [zone, 0]));
  const problems = zoneProblems({ prefixes, surcharges });
  function say(problem: ZoneProblem): string {
    switch (problem.kind) {
      case 'twice':
        return texts.twice(codesText(problem, fees));
      case 'gap':
        return problem.from === '' ? texts.gapRest(problem.country) : texts.gap(codesText(problem, fees));
      case 'no-price':
        return texts.noPrice(nameOf(problem.zone));
      case 'unused':
        return texts.unused(nameOf(problem.zone));
    }
  }
  const stops = [
    ...broken.map((range) => texts.range(codesText(range, fees))),
    ...problems.filter(({ kind }) => kind === 'twice').map(say),
  ];
  const looks = problems.filter(({ kind }) => kind !== 'twice').map(say);
  if (stops.length === 0 && looks.length === 0) return <Note sign="done" title={texts.fine} />;
  return (
    <>
      {stops.length > 0 && <Named sign="stop" title={texts.stops} lines={stops} />}
      {looks.length > 0 && <Named sign="look" title={texts.looks} lines={looks} />}
    </>
  );
}

function Named({
  sign,
  title,
  lines,
}: {
  readonly sign: 'stop' | 'look';
  readonly title: string;
  readonly lines: readonly string[];
}): ReactNode {
  return (
    <Note sign={sign} title={title}>
      <ul className="plain-list">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Note>
  );
}

function AddRows({
  zones,
  onAdd,
}: {
  readonly zones: readonly string[];
  readonly onAdd: (ranges: readonly ZoneRange[]) => void;
}): ReactNode {
  const { fees } = useTexts();
  const language = useSettings((settings) => settings.language);
  const nameOf = useZoneName();
  const [entry, setEntry] = useState({ country: 'JP', from: '', to: '', zone: zones[0] ?? '', prefecture: '0' });
  const { country, from, to, zone } = entry;
  const range = {
    country: country.trim().toUpperCase(),
    from: plainPostalCode(from),
    to: plainPostalCode(to === '' ? from : to),
    zone,
  };
  const fits = /^([A-Z]{2})?$/.test(range.country) && rangePrefixes(range) !== undefined && zone !== '';
  function addPrefecture(): void {
    const { codes } = PREFECTURES[Number(entry.prefecture)]!;
    onAdd(codes.map(([first, last]) => ({ country: 'JP', from: first, to: last, zone })));
  }
  return (
    <form
      className="card zone-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (!fits) return;
        onAdd([range]);
        setEntry({ ...entry, from: '', to: '' });
      }}
    >
      <SelectField
        title={fees.zone}
        value={zone}
        options={zones.map((each) => [each, nameOf(each)] as const)}
        onChoose={(chosen) => setEntry({ ...entry, zone: chosen })}
      />
      <TextField
        title={fees.country}
        maxLength={2}
        size={3}
        value={country}
        onText={(text) => setEntry({ ...entry, country: text })}
      />
      <TextField
        title={`${fees.codes} ${fees.codesFrom}`}
        inputMode="numeric"
        maxLength={10}
        size={9}
        value={from}
        onText={(text) => setEntry({ ...entry, from: text })}
      />
      <TextField
        title={fees.codesTo}
        inputMode="numeric"
        maxLength={10}
        size={9}
        value={to}
        onText={(text) => setEntry({ ...entry, to: text })}
      />
      <button type="submit" className="button" disabled={!fits}>
        {fees.addRange}
      </button>
      <span className="zone-or" />
      <SelectField
        title={fees.prefecture}
        value={entry.prefecture}
        options={PREFECTURES.map((each, at) => [String(at), each[language]] as const)}
        onChoose={(prefecture) => setEntry({ ...entry, prefecture })}
      />
      <button type="button" className="button" disabled={zone === ''} onClick={addPrefecture}>
        {fees.addPrefecture}
      </button>
    </form>
  );
}
