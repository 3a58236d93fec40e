/** One depot: where it is, when its counter is open, and what can be done there. */
import { type ReactNode, useState } from 'react';
import type { Input } from '#shared/desk/contract.ts';
import type { DepotRow } from '#shared/desk/routes.ts';
import { type Counter, COUNTERS, type OpeningHours, openingHoursSchema, WEEKDAYS } from '#shared/domain/depot.ts';
import { weekdayNames } from '#shared/locale/opening-hours.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { type EntryDeed, EntryDialog } from './entry-dialog.tsx';

interface TypedDay {
  readonly opens: string;
  readonly closes: string;
}
const CLOSED: TypedDay = { opens: '', closes: '' };

const typedOf = (hours: OpeningHours): readonly TypedDay[] =>
  Array.from({ length: WEEKDAYS }, (_, day) => {
    const { opens, closes } = hours[day] ?? CLOSED;
    // Fields for times know no 24:00.
    return { opens, closes: closes === '24:00' ? '00:00' : closes };
  });

/** `undefined` while a day has one time alone, or closes before it opens. */
function hoursOf(typed: readonly TypedDay[]): OpeningHours | undefined {
  if (typed.every(({ opens, closes }) => opens === '' && closes === '')) return [];
  const days = typed.map(({ opens, closes }) =>
    opens === '' && closes === '' ? null : { opens, closes: closes === '00:00' ? '24:00' : closes },
  );
  const read = openingHoursSchema.safeParse(days);
  return read.success ? read.data : undefined;
}

export function DepotDialog({
  depot,
  onClose,
}: {
  /** None: a new one. */
  readonly depot?: DepotRow;
  readonly onClose: () => void;
}): ReactNode {
  const { depot: texts, undo: undoTexts } = useTexts();
  const { routes } = texts;
  const [entry, setEntry] = useState(depot ?? { code: '', name: '', address: '' });
  const [counter, setCounter] = useState<Counter>(depot?.counter ?? 'collect-and-pay');
  const [typed, setTyped] = useState(() => typedOf(depot?.hours ?? []));
  const change = (part: Partial<typeof entry>): void => setEntry((before) => ({ ...before, ...part }));
  const hours = hoursOf(typed);

  const code = entry.code.trim().toUpperCase();
  const name = entry.name.trim();
  const address = entry.address.trim();
  function saving(hours: OpeningHours): EntryDeed {
    const row: DepotRow = { code, name, address, counter, hours };
    return {
      start: () => keepDepot(row, depot ? { was: seenOf(depot) } : { isNew: true }),
      done: undoTexts.depotSaved(code),
      // Only what this made of it is taken back.
      undo: () =>
        depot ? keepDepot(depot, { was: seenOf(row) }) : desk.call('depots.remove', { code, was: seenOf(row) }),
    };
  }
  function removing(gone: DepotRow): EntryDeed {
    return {
      start: () => desk.call('depots.remove', { code: gone.code, was: seenOf(gone) }),
      done: undoTexts.depotRemoved(gone.code),
      undo: () => keepDepot(gone, { isNew: true }),
    };
  }
  return (
    <EntryDialog
      wide
      title={depot ? routes.edit : routes.add}
      save={code !== '' && name !== '' && hours ? saving(hours) : undefined}
      remove={depot && removing(depot)}
      onClose={onClose}
    >
      <div className="depot-fields">
        <TextField
          title={routes.code}
          value={entry.code}
          maxLength={12}
          size={8}
          readOnly={depot !== undefined}
          data-first={depot ? undefined : ''}
          onText={(code) => change({ code })}
        />
        <TextField
          title={routes.name}
          value={entry.name}
          maxLength={40}
          data-first={depot ? '' : undefined}
          onText={(name) => change({ name })}
        />
        <SelectField
          title={routes.counter}
          value={counter}
          options={COUNTERS.map((each) => [each, routes.counters[each]] as const)}
          onChoose={setCounter}
        />
      </div>
      <TextField
        title={routes.address}
        hint={routes.addressHint}
        value={entry.address}
        maxLength={200}
        wide
        onText={(address) => change({ address })}
      />
      <Hours typed={typed} onTyped={setTyped} isWrong={!hours} />
    </EntryDialog>
  );
}

function keepDepot({ hours, ...depot }: DepotRow, over: Pick<Input<'depots.save'>, 'isNew' | 'was'>) {
  return desk.call('depots.save', { ...depot, hours: [...hours], ...over });
}

function seenOf({ name, address, counter, hours }: DepotRow): NonNullable<Input<'depots.save'>['was']> {
  return { name, address, counter, hours: [...hours] };
}

function Hours({
  typed,
  onTyped,
  isWrong,
}: {
  readonly typed: readonly TypedDay[];
  readonly onTyped: (typed: readonly TypedDay[]) => void;
  readonly isWrong: boolean;
}): ReactNode {
  const { routes } = useTexts().depot;
  const language = useSettings((settings) => settings.language);
  const days = weekdayNames(language);
  const change = (day: number, part: Partial<TypedDay>): void =>
    onTyped(typed.map((each, at) => (at === day ? { ...each, ...part } : each)));
  return (
    <fieldset className="depot-week">
      <legend>{routes.hours}</legend>
      <div className="depot-days">
        {typed.map(({ opens, closes }, day) => (
          <div key={day} className="depot-day">
            <span className="strong">{days[day]}</span>
            <input
              className="input"
              type="time"
              aria-label={routes.opens(days[day]!)}
              value={opens}
              onChange={({ target }) => change(day, { opens: target.value })}
            />
            <input
              className="input"
              type="time"
              aria-label={routes.closes(days[day]!)}
              aria-invalid={isWrong && (opens === '') !== (closes === '')}
              value={closes}
              onChange={({ target }) => change(day, { closes: target.value })}
            />
          </div>
        ))}
      </div>
      <div className="row">
        <span className={isWrong ? 'mark stop' : 'meta'} role="status">
          {isWrong ? routes.hoursWrong : routes.hoursHint}
        </span>
        <span className="grow" />
        <button
          type="button"
          className="button slim"
          disabled={typed[0]!.opens === ''}
          onClick={() => onTyped(typed.map(() => typed[0]!))}
        >
          {routes.sameAll}
        </button>
      </div>
    </fieldset>
  );
}
