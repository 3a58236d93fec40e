/** Closed manifests, and what their carriers answered. */
import { type ReactNode, useState } from 'react';
import { manifestCursor, type ManifestRow } from '#shared/desk/handover.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { OlderButton } from '../../components/list-screen.tsx';
import { NumberText } from '../../components/words.tsx';
import { useCursorPages } from '../../stores/use-cursor-pages.ts';
import { formatTime, useTexts } from '../../stores/use-texts.ts';
import { ManifestDialog } from './manifest-dialog.tsx';
import { ManifestMark } from './manifest-mark.tsx';

const NOTHING = {};
export function Manifests(): ReactNode {
  const { handover } = useTexts();
  const { rows, failure, older } = useCursorPages('handover.manifests', NOTHING, manifestCursor, [
    'handover',
    'packing',
  ]);
  const [shown, setShown] = useState<string>();
  const columns: readonly Column<ManifestRow>[] = [
    { head: handover.closedAt, render: ({ closedAt }) => formatTime(closedAt) },
    { head: handover.number, render: ({ number }) => <NumberText number={number} /> },
    { head: handover.carrier, form: 'wide', render: ({ carrierName }) => carrierName },
    { head: handover.taken, form: 'end', render: ({ taken, parcels }) => handover.of(taken, parcels) },
    { head: handover.extra, form: 'end', render: ({ extra }) => (extra > 0 ? extra : '–') },
    { head: handover.state, render: ({ state }) => <ManifestMark state={state} /> },
    { head: handover.who, render: ({ who }) => who },
  ];
  return (
    <div className="handover-manifests">
      {failure && <FailureNote failure={failure} />}
      {rows?.length === 0 && (
        <Empty icon="handover" title={handover.emptyTitle}>
          {handover.emptyExplain}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <DataTable
          label={handover.places.manifests}
          columns={columns}
          rows={rows}
          keyOf={({ manifest }) => manifest}
          selected={shown}
          onOpen={({ manifest }) => setShown(manifest)}
        />
      )}
      <OlderButton older={older} />
      {shown !== undefined && <ManifestDialog manifest={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}
