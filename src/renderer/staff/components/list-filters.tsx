/** What narrows a list at the party: a choice of states, a mall, a number. */
import { type ReactNode, useEffect, useState } from 'react';
import { useQuery } from '../stores/use-query.ts';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { useTexts } from '../stores/use-texts.ts';
import { Segments } from './segments.tsx';
import type { ListNarrowing } from './use-list-filters.ts';

/** After so long without a key (ms) a number is looked for. */
const PAUSE = 250;

export function ListFilters<S extends string>({
  label,
  allStates,
  stateNames,
  numberTitle,
  narrowing,
}: {
  readonly label: string;
  readonly allStates: string;
  readonly stateNames: Readonly<Record<S, string>>;
  readonly numberTitle: string;
  readonly narrowing: ListNarrowing<S>;
}): ReactNode {
  const { states, state, onState, mall, onMall, onNumber } = narrowing;
  const { customers } = useTexts();
  const { value: partners } = useQuery('partners.list', {}, ['partners']);
  const malls = partners?.filter(({ role }) => role === 'mall') ?? [];
  const [typed, setTyped] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => onNumber(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, onNumber]);
  // A scan counts as a number typed in.
  useScans((scan) => {
    const text = bestReading(scan);
    setTyped(numberIn(text) ?? text);
  });
  return (
    <div className="list-filters">
      <Segments
        label={label}
        choices={[['all', allStates], ...states.map((name) => [name, stateNames[name]] as const)]}
        chosen={state}
        onChoose={onState}
      />
      <span className="grow" />
      {malls.length > 1 && (
        <select
          className="input mall-filter"
          aria-label={customers.settlements.mall}
          value={mall ?? ''}
          onChange={(event) => onMall(event.target.value === '' ? undefined : event.target.value)}
        >
          <option value="">{customers.settlements.allMalls}</option>
          {malls.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <input
        type="search"
        className="input filter"
        aria-label={numberTitle}
        placeholder={numberTitle}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        data-number=""
      />
    </div>
  );
}
