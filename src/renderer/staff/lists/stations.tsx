/** Other computers of this party: who is paired and connected, a code for a new one, the end of a lost one. */
import { type ReactNode, useState } from 'react';
import type { StationRow } from '#shared/desk/stations.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { fitsFilter, ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { PairStation } from './pair-station.tsx';
import { StationFile } from './station-file.tsx';
import { Seen, StationState } from './station-state.tsx';

/** What a service must have in `party.json` for stations to find it. */
const SETTING = `"stations": {
  "listen": { "host": "0.0.0.0", "port": 8490 },
  "hosts": ["192.0.2.10"]
}`;

export function Stations(): ReactNode {
  const { frame, common, stations: texts } = useTexts();
  const { value, failure } = useQuery('stations.list', {}, ['stations']);
  const [filter, setFilter] = useState('');
  const [pairing, setPairing] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const [revoked, setRevoked] = useState<string>();
  const rows = value?.stations;
  const row = rows?.find(({ id }) => id === chosen);
  const hasDepots = rows?.some(({ depot }) => depot !== undefined) ?? false;
  const shown = rows?.filter(({ name, kind, depot }) => fitsFilter(filter, [name, texts.kinds[kind], depot]));
  const off = value !== undefined && value.service === undefined;

  const columns: readonly Column<StationRow>[] = [
    { head: texts.name, form: 'wide', render: ({ name }) => <span className="strong">{name}</span> },
    { head: texts.kind, render: ({ kind }) => texts.kinds[kind] },
    ...(hasDepots ? [{ head: texts.depot, render: ({ depot }: StationRow) => depot ?? '–' }] : []),
    { head: texts.state, render: (station) => <StationState station={station} /> },
    { head: texts.seenAt, render: (station) => <Seen station={station} /> },
    { head: texts.pairedAt, render: ({ pairedAt }) => formatTime(pairedAt) },
  ];
  return (
    <ListScreen
      title={frame.screens.stations}
      meta={value?.service && `${texts.address} ${value.service}`}
      {...(rows && rows.length > 0 && { filter, onFilter: setFilter })}
      actions={
        value?.service !== undefined && (
          <button type="button" className="button primary" onClick={() => setPairing(true)}>
            {texts.pair}
          </button>
        )
      }
    >
      <div className="screen-body stack">
        {failure && <FailureNote failure={failure} />}
        {revoked !== undefined && <Note sign="done" title={texts.revokedNow(revoked)} />}
        {off && (
          <Empty icon="stations" title={texts.offTitle}>
            <p>{texts.offExplain('party.json')}</p>
            <pre className="setting-lines">{SETTING}</pre>
            <p className="meta">{texts.offHosts('hosts')}</p>
          </Empty>
        )}
        {rows?.length === 0 && !off && (
          <Empty icon="stations" title={texts.emptyTitle}>
            {texts.emptyExplain}
          </Empty>
        )}
        {shown && rows && rows.length > 0 && (
          <>
            <DataTable
              label={frame.screens.stations}
              columns={columns}
              rows={shown}
              keyOf={({ id }) => id}
              selected={chosen}
              onOpen={({ id }) => setChosen(id)}
            />
            <p className="meta">{shown.length === 0 ? common.nothingFits : texts.open}</p>
          </>
        )}
      </div>
      {pairing && value && <PairStation {...value} onClose={() => setPairing(false)} />}
      {row && (
        <StationFile
          station={row}
          onRevoked={() => {
            setRevoked(row.name);
            setChosen(undefined);
          }}
          onClose={() => setChosen(undefined)}
        />
      )}
    </ListScreen>
  );
}
