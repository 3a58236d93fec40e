/** Who did what, and who was shown whose data. */
import { type ReactNode, useMemo, useState } from 'react';
import { TOPICS } from '#shared/desk/contract.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { TRAIL_GROUPS } from '#shared/domain/trail-group.ts';
import type { TrailRow } from '#shared/desk/office.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import type { Screen } from '../route.ts';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';

const keyOf = ({ id }: TrailRow): string => id;

export function Trail(): ReactNode {
  const { frame, trail } = useTexts();
  const { value: people = [] } = useQuery('trail.people', {});
  const [who, setWho] = useState('');
  const fixed = useMemo(() => (who === '' ? {} : { who }), [who]);
  const columns: readonly RecordColumn<TrailRow>[] = [
    { id: 'at', head: trail.at, width: 112, order: true, render: ({ at }) => formatTime(at), csv: ({ at }) => at },
    { id: 'who', head: trail.who, width: 120, render: ({ who: name }) => name, csv: ({ who: name }) => name },
    {
      id: 'action',
      head: trail.action,
      width: 232,
      render: ({ action, kind }) => (
        <>
          {kind === 'reads' && <span className="mark">{trail.read}</span>} {trail.actions[action] ?? action}
        </>
      ),
      csv: ({ action }) => trail.actions[action] ?? action,
    },
    {
      id: 'kind',
      head: trail.kind,
      hidden: true,
      render: ({ kind }) => trail.kinds[kind],
      csv: ({ kind }) => trail.kinds[kind],
    },
    {
      id: 'subject',
      head: trail.subject,
      form: 'wide',
      width: 200,
      render: ({ action, subject }) =>
        // A list goes by its command: its screen is what people know it by.
        (action === 'list.exported' && frame.screens[subject.replace(/\..*$/, '') as Screen]) || inGroups(subject),
      csv: ({ subject }) => subject,
    },
    {
      id: 'detail',
      head: trail.detail,
      form: 'wide',
      render: ({ action, detail = '' }) =>
        action === 'customer.edited' ? <ChangedFields names={detail} /> : <Detail detail={detail} />,
      csv: ({ detail }) => detail,
    },
  ];
  return (
    <ListScreen title={frame.screens.trail}>
      <div className="screen-body">
        <RecordList
          list="trail.list"
          title={frame.screens.trail}
          columns={columns}
          keyOf={keyOf}
          topics={TOPICS}
          states={[TRAIL_GROUPS, trail.kinds, trail.kind]}
          dates={trail.at}
          fixed={fixed}
          tools={
            <select
              className="input trail-who"
              aria-label={trail.who}
              value={who}
              onChange={({ target }) => setWho(target.value)}
            >
              <option value="">{trail.everybody}</option>
              {people.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          }
          empty={
            <Empty icon="trail" title={trail.emptyTitle}>
              {trail.emptyExplain}
            </Empty>
          }
        />
      </div>
    </ListScreen>
  );
}

/** A number in groups, also where a label's serial follows it; else the text as it is. */
function inGroups(text: string): string {
  if (!/^\d{14}(\d{6})?$/.test(text)) return text;
  return `${formatNumber(text.slice(0, 14))} ${text.slice(14)}`.trimEnd();
}

/** A code in words, where it is one that has words; the code itself stays readable beside them. */
function Detail({ detail }: { readonly detail: string }): ReactNode {
  const texts = useTexts();
  const language = useSettings((settings) => settings.language);
  const { scan, packing, partners, staff } = texts;
  const words: Readonly<Record<string, string>> = {
    ...staff.ranks,
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
      {text === error && <span className="meta">{inGroups(detail)} </span>}
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
