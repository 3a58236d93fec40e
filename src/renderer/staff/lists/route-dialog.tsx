/** One row of the routes: which depot delivers there, on which tour. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { DepotRow, RouteRow } from '#shared/desk/routes.ts';
import { plainPostalCode } from '#shared/domain/zone.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { SelectField } from '../components/select-field.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useTexts } from '../stores/use-texts.ts';

const keyOf = ({ country, prefix }: RouteRow): Pick<RouteRow, 'country' | 'prefix'> => ({ country, prefix });
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
  const { common, depot, undo: undoTexts } = useTexts();
  const { routes } = depot;
  const [entry, setEntry] = useState<RouteRow>(
    known ?? { country: 'JP', prefix: '', depot: depots[0]?.code ?? '', route: '' },
  );
  const [failure, setFailure] = useState<Failure>();
  const change = (part: Partial<RouteRow>): void => setEntry((before) => ({ ...before, ...part }));
  const row: RouteRow = {
    ...entry,
    country: entry.country.trim().toUpperCase(),
    prefix: plainPostalCode(entry.prefix),
    route: entry.route.trim(),
  };
  const fits = /^[A-Z]{2}$/.test(row.country) && row.prefix.length <= 10 && row.route !== '' && row.depot !== '';

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!fits) return;
    const saved = await desk.call('routes.save', { ...row, ...(known && { was: keyOf(known) }) });
    setFailure(saved.ok ? undefined : saved.error);
    if (!saved.ok) return;
    const undo = known
      ? () => desk.call('routes.save', { ...known, was: keyOf(row) })
      : () => desk.call('routes.remove', keyOf(row));
    offerUndo({ text: undoTexts.routeSaved(nameOf(row)), undo });
    onClose();
  }
  async function remove(gone: RouteRow): Promise<void> {
    const done = await desk.call('routes.remove', keyOf(gone));
    setFailure(done.ok ? undefined : done.error);
    if (!done.ok) return;
    offerUndo({ text: undoTexts.routeRemoved(nameOf(gone)), undo: () => desk.call('routes.save', { ...gone }) });
    onClose();
  }
  return (
    <Dialog title={known ? routes.editRoute : routes.addRoute} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)}>
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
        {failure && <FailureNote failure={failure} />}
        <div className="dialog-foot">
          {known && (
            <>
              <button type="button" className="button" onClick={() => void remove(known)}>
                {routes.remove}
              </button>
              <span className="grow" />
            </>
          )}
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" disabled={!fits}>
            {routes.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
