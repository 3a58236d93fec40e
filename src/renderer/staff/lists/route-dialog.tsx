/** One row of the routes: which depot delivers there, on which tour. */
import { type ReactNode, useState } from 'react';
import type { DepotRow, RouteRow } from '#shared/desk/routes.ts';
import { plainPostalCode } from '#shared/domain/zone.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { type EntryDeed, EntryDialog } from './entry-dialog.tsx';

const nameOf = ({ country, prefix }: RouteRow): string => `${country} ${prefix}`.trim();

export function RouteDialog({
  route: known,
  depots,
  onClose,
}: {
  /** None: a new one. */
  readonly route?: RouteRow;
  readonly depots: readonly DepotRow[];
  readonly onClose: () => void;
}): ReactNode {
  const { depot, undo: undoTexts } = useTexts();
  const { routes } = depot;
  const [entry, setEntry] = useState<RouteRow>(
    known ?? { country: 'JP', prefix: '', depot: depots[0]?.code ?? '', route: '' },
  );
  const change = (part: Partial<RouteRow>): void => setEntry((before) => ({ ...before, ...part }));
  const row: RouteRow = {
    ...entry,
    country: entry.country.trim().toUpperCase(),
    prefix: plainPostalCode(entry.prefix),
    route: entry.route.trim(),
  };
  const fits = /^[A-Z]{2}$/.test(row.country) && row.prefix.length <= 10 && row.route !== '' && row.depot !== '';

  const saving: EntryDeed = {
    start: () => desk.call('routes.save', { ...row, ...(known && { was: known }) }),
    done: undoTexts.routeSaved(nameOf(row)),
    undo: () => (known ? desk.call('routes.save', { ...known, was: row }) : desk.call('routes.remove', row)),
  };
  const removing = (gone: RouteRow): EntryDeed => ({
    start: () => desk.call('routes.remove', gone),
    done: undoTexts.routeRemoved(nameOf(gone)),
    undo: () => desk.call('routes.save', { ...gone }),
  });
  return (
    <EntryDialog
      title={known ? routes.editRoute : routes.addRoute}
      save={fits ? saving : undefined}
      remove={known && removing(known)}
      onClose={onClose}
    >
      <div className="route-fields">
        <TextField
          title={routes.country}
          value={entry.country}
          maxLength={2}
          size={3}
          onText={(country) => change({ country })}
        />
        <TextField
          title={routes.prefix}
          hint={routes.prefixHint}
          value={entry.prefix}
          maxLength={12}
          data-first=""
          onText={(prefix) => change({ prefix })}
        />
      </div>
      <SelectField
        title={routes.depot}
        value={entry.depot}
        options={depots.map(({ code, name }) => [code, `${code} ${name}`] as const)}
        onChoose={(code) => change({ depot: code })}
      />
      <TextField
        title={routes.route}
        value={entry.route}
        maxLength={12}
        size={14}
        onText={(route) => change({ route })}
      />
    </EntryDialog>
  );
}
