/** Closed manifests, and what their carriers answered. */
import { type ReactNode, useState } from 'react';
import { MANIFEST_STATES, type ManifestRow } from '#shared/desk/handover.ts';
import { Empty } from '../../components/empty.tsx';
import { countColumn, numberColumn, textColumn, timeColumn } from '../../records/columns.tsx';
import type { RecordColumn } from '../../records/record-column.ts';
import { RecordList } from '../../records/record-list.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import { ManifestDialog } from './manifest-dialog.tsx';
import { ManifestMark } from './manifest-mark.tsx';

const keyOf = ({ manifest }: ManifestRow): string => manifest;

export function Manifests(): ReactNode {
  const { handover } = useTexts();
  const [shown, setShown] = useState<string>();
  const columns: readonly RecordColumn<ManifestRow>[] = [
    timeColumn('closed', handover.closedAt, ({ closedAt }) => closedAt, { order: true }),
    numberColumn('number', handover.number, ({ number }) => number),
    textColumn('carrier', handover.carrier, ({ carrierName }) => carrierName, { form: 'wide' }),
    {
      id: 'taken',
      head: handover.taken,
      form: 'end',
      render: ({ taken, parcels }) => handover.of(taken, parcels),
      csv: ({ taken }) => taken,
    },
    countColumn('parcels', handover.parcels, ({ parcels }) => parcels, { hidden: true }),
    countColumn('extra', handover.extra, ({ extra }) => (extra > 0 ? extra : undefined)),
    {
      id: 'state',
      head: handover.state,
      width: 176,
      render: ({ state }) => <ManifestMark state={state} />,
      csv: ({ state }) => handover.states[state],
    },
    textColumn('who', handover.who, ({ who }) => who),
  ];
  return (
    <div className="handover-manifests">
      <RecordList
        list="handover.manifests"
        title={handover.places.manifests}
        columns={columns}
        keyOf={keyOf}
        topics={['handover', 'packing']}
        states={[MANIFEST_STATES, handover.states]}
        dates={handover.closedAt}
        partners={['carrier']}
        empty={
          <Empty icon="handover" title={handover.emptyTitle}>
            {handover.emptyExplain}
          </Empty>
        }
        opened={shown}
        onOpen={({ manifest }) => setShown(manifest)}
        scans={false}
      />
      {shown !== undefined && <ManifestDialog manifest={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}
