/** Who did what, newest first; openings of addresses included. */
import type { ReactNode } from 'react';
import { formatNumber } from '#shared/domain/number.ts';
import type { TrailRow } from '#shared/desk/office.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { usePages } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';

export function Trail(): ReactNode {
  const { frame, trail } = useTexts();
  const { rows, failure, older } = usePages('trail.list', ({ at }) => at, [
    'packing',
    'catalogue',
    'parcels',
    'money',
    'partners',
    'post',
    'customers',
    'settlements',
  ]);
  const columns: readonly Column<TrailRow>[] = [
    { head: trail.at, render: ({ at }) => formatTime(at) },
    { head: trail.who, render: ({ who }) => who },
    { head: trail.action, render: ({ action }) => trail.actions[action] ?? action },
    {
      head: trail.subject,
      render: ({ subject }) => (/^\d{14}$/.test(subject) ? formatNumber(subject) : subject),
    },
    {
      head: trail.detail,
      form: 'wide',
      render: ({ action, detail = '' }) =>
        action === 'customer.edited' ? <ChangedFields names={detail} /> : <Detail detail={detail} />,
    },
  ];
  return (
    <ListScreen title={frame.screens.trail}>
      <div className="screen-body">
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && (
          <Empty icon="trail" title={trail.emptyTitle}>
            {trail.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable
            label={frame.screens.trail}
            columns={columns}
            rows={rows}
            keyOf={({ at, action, subject, detail }) => [at, action, subject, detail].join(' ')}
          />
        )}
        <OlderButton older={older} />
      </div>
    </ListScreen>
  );
}

/** A code in words, where it is one that has words; the code itself stays readable beside them. */
function Detail({ detail }: { readonly detail: string }): ReactNode {
  const texts = useTexts();
  const language = useSettings((settings) => settings.language);
  const { scan, packing, partners } = texts;
  const words: Readonly<Record<string, string>> = {
    ...packing.reasons,
    ...partners.variantNames,
    ...scan.reasons,
    ...scan.warningWords,
    ...scan.steps,
  };
  const error = Object.hasOwn(ERROR_TEXTS, detail) ? ERROR_TEXTS[detail as ErrorCode][language] : undefined;
  const text = Object.hasOwn(words, detail) ? words[detail] : error;
  return (
    <>
      {text === error && <span className="meta">{detail} </span>}
      {text}
    </>
  );
}

/** The trail names the fields of a customer that changed, never what stood in them. */
function ChangedFields({ names }: { readonly names: string }): ReactNode {
  const { customers } = useTexts();
  const words: Readonly<Record<string, unknown>> = customers;
  return names
    .split(' ')
    .map((name) => (typeof words[name] === 'string' ? words[name] : name))
    .join(', ');
}
