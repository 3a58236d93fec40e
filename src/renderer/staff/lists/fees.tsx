/** What carrying costs, from which day on, and where each postal code lies. A change counts from its day; what was, stays. */
import { type ReactNode, useState } from 'react';
import type { TariffVersion } from '#shared/desk/fees.ts';
import { canonical } from '#shared/protocol/event.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { Segments } from '../components/segments.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useTexts } from '../stores/use-texts.ts';
import { draftOf, type FeeDraft, tariffOf } from './fee-draft.ts';
import { FeeQuote } from './fee-quote.tsx';
import { CollectingFees, FeesBySize, FeesByWeight } from './fee-tables.tsx';
import { ZoneTable } from './zone-table.tsx';

const DAY_MS = 86_400_000;
const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
const keyOf = ({ from }: TariffVersion): string => from ?? '';

export function Fees(): ReactNode {
  const { frame, fees } = useTexts();
  const mayChange = useMay('catalogue');
  const { value: known, failure, reload } = useQuery('fees.read', {}, ['parcels']);
  const [view, setView] = useState<'fees' | 'zones'>('fees');
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState<FeeDraft>();
  const [day, setDay] = useState('');
  const [refused, setRefused] = useState<Failure>();
  const [happened, setHappened] = useState<string>();

  const version =
    known?.versions.find((each) => keyOf(each) === chosen) ?? known?.versions.find(({ state }) => state === 'now');
  const draft = typed ?? (version && draftOf(version.tariff));
  const tariff = draft && tariffOf(draft);
  const isChanged =
    typed !== undefined && (!tariff || canonical(tariff) !== canonical(version && tariffOf(draftOf(version.tariff))));
  const from = day || (version?.state === 'coming' ? version.from! : known ? dayAfter(known.today) : '');

  function open(key: string): void {
    setChosen(key);
    setTyped(undefined);
    setDay('');
    setRefused(undefined);
  }
  async function save(): Promise<void> {
    if (!tariff) return;
    const saved = await desk.call('fees.save', { from, tariff: tariff as never });
    setRefused(saved.ok ? undefined : saved.error);
    if (!saved.ok) return;
    const before = known?.versions.find((each) => each.from === from);
    const undo = before
      ? () => desk.call('fees.save', { from, tariff: before.tariff as never })
      : () => desk.call('fees.withdraw', { from });
    // What counts already may be what somebody has agreed to.
    const canUndo = known !== undefined && from > known.today;
    if (canUndo) offerUndo({ text: fees.saved(showDay(from)), undo });
    setHappened(canUndo ? undefined : fees.saved(showDay(from)));
    open(from);
    reload();
  }
  async function withdraw(gone: string): Promise<void> {
    const done = await desk.call('fees.withdraw', { from: gone });
    setRefused(done.ok ? undefined : done.error);
    if (!done.ok) return;
    const before = known!.versions.find((each) => each.from === gone)!;
    const undo = () => desk.call('fees.save', { from: gone, tariff: before.tariff as never });
    offerUndo({ text: fees.withdrawn, undo });
    setHappened(undefined);
    setChosen(undefined);
    setTyped(undefined);
    reload();
  }
  const change = (part: Partial<FeeDraft>): void => {
    setHappened(undefined);
    setTyped((before) => ({ ...(before ?? draft!), ...part }));
  };
  const parts = draft && { draft, readOnly: !mayChange, onChange: change };
  return (
    <ListScreen
      title={frame.screens.fees}
      meta={version && (version.from === undefined ? fees.beginning : fees.since(showDay(version.from)))}
      actions={
        <Segments
          label={fees.view}
          choices={[
            ['fees', fees.fees],
            ['zones', fees.zones],
          ]}
          chosen={view}
          onChoose={setView}
        />
      }
    >
      <div className="two-panes fee-panes">
        <div className="pane stack wide-gaps">
          {failure && <FailureNote failure={failure} />}
          {happened !== undefined && <Note sign="done" title={happened} />}
          {view === 'fees' && <p className="meta">{fees.explain}</p>}
          {parts && view === 'fees' && (
            <>
              <FeesBySize {...parts} />
              <div className="fee-pair">
                <FeesByWeight {...parts} />
                <CollectingFees {...parts} />
              </div>
            </>
          )}
          {parts && view === 'zones' && <ZoneTable {...parts} />}
        </div>
        <aside className="pane stack wide-gaps">
          {mayChange && draft && (
            <form
              className="card stack"
              aria-label={fees.save}
              onSubmit={(event) => {
                event.preventDefault();
                void save();
              }}
            >
              <TextField title={fees.from} type="date" hint={fees.fromHint} value={from} onText={setDay} />
              <p className="meta" role="status">
                {tariff ? (isChanged ? '' : fees.unchanged) : fees.bad}
              </p>
              {refused && <FailureNote failure={refused} />}
              <div className="fee-buttons">
                <button type="submit" className="button primary" disabled={!tariff || !isChanged}>
                  {fees.save}
                </button>
                <button type="button" className="button" disabled={!typed} onClick={() => setTyped(undefined)}>
                  {fees.reset}
                </button>
              </div>
            </form>
          )}
          <div className="card">
            <FeeQuote tariff={tariff} />
          </div>
          <section className="card stack" aria-label={fees.versions}>
            <h2>{fees.versions}</h2>
            {known?.versions.map((each) => (
              <Version
                key={keyOf(each)}
                version={each}
                isOpen={each === version}
                onOpen={() => open(keyOf(each))}
                onWithdraw={mayChange && each.state === 'coming' ? () => void withdraw(each.from!) : undefined}
              />
            ))}
          </section>
        </aside>
      </div>
    </ListScreen>
  );
}

const MARKS = { ended: 'mark', now: 'mark done', coming: 'mark look' } as const;

function Version({
  version: { from, state, savedAt, who },
  isOpen,
  onOpen,
  onWithdraw,
}: {
  readonly version: TariffVersion;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onWithdraw: (() => void) | undefined;
}): ReactNode {
  const { fees } = useTexts();
  return (
    <div className="fee-version">
      <button type="button" className="button plain" aria-pressed={isOpen} onClick={onOpen}>
        {from === undefined ? fees.beginning : fees.since(showDay(from))}
      </button>
      <span className={MARKS[state]}>{fees.states[state]}</span>
      <span className="meta">{savedAt !== undefined && `${formatTime(savedAt)} ${fees.savedBy(who!)}`}</span>
      {onWithdraw && (
        <button type="button" className="button slim" onClick={onWithdraw}>
          {fees.withdraw}
        </button>
      )}
    </div>
  );
}
