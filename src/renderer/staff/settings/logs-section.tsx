/** The service's own log: by room and level, and as a file. */
import { type ReactNode, useState } from 'react';
import { LOG_LEVELS, type LogLevel, type LogRow } from '#shared/desk/upkeep.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { OlderButton } from '../components/list-screen.tsx';
import { saveFile } from '../components/pdf.ts';
import { SelectField } from '../components/select-field.tsx';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const logsSection: SettingsSection = {
  id: 'logs',
  of: 'party',
  title: ({ upkeep }) => upkeep.logs.title,
  words: ({ upkeep: { logs } }) => [logs.room, logs.save, ...Object.values(logs.levels), 'log'],
  reading: 'きろく ログ',
  stands: ({ station }) => station === undefined,
  permission: 'keys',
  Body: Logs,
};

const PAGE = 50;
/** All that a file of it holds. */
const LARGEST_FILE = 1000;

function Logs(): ReactNode {
  const { logs } = useTexts().upkeep;
  const [room, setRoom] = useState('');
  const [level, setLevel] = useState<LogLevel | ''>('');
  const [limit, setLimit] = useState(PAGE);
  const [problem, setProblem] = useState<Failure>();
  const filter = { ...(room !== '' && { room }), ...(level !== '' && { levels: [level] }) };
  const { value, failure } = useQuery('logs.list', { ...filter, limit }, ['upkeep']);

  async function save(): Promise<void> {
    const found = await desk.call('logs.list', { ...filter, limit: LARGEST_FILE });
    setProblem(found.ok ? undefined : found.error);
    if (!found.ok) return;
    const lines = found.value.rows.map((row) => `${JSON.stringify(row)}\n`);
    saveFile(new Blob(lines, { type: 'application/x-ndjson' }), 'tokumei-log.jsonl');
  }
  const columns: readonly Column<LogRow>[] = [
    { head: logs.at, render: ({ at }) => formatTime(at) },
    {
      head: logs.level,
      render: (row) => (
        <span className={row.level === 'error' ? 'mark stop' : row.level === 'look' ? 'mark look' : 'mark'}>
          {logs.levels[row.level]}
        </span>
      ),
    },
    { head: logs.room, render: ({ room: name }) => name },
    { head: logs.what, render: ({ name, code }) => code ?? name },
    {
      head: logs.where,
      form: 'wide',
      render: ({ frames }) => <span title={frames.join('\n')}>{frames.find((frame) => frame !== '?') ?? ''}</span>,
    },
  ];
  const shown = problem ?? failure;
  return (
    <div className="stack">
      <p className="meta">{logs.explain}</p>
      <div className="row log-filter">
        <SelectField
          title={logs.room}
          value={room}
          options={[['', logs.allRooms], ...(value?.rooms ?? []).map((name) => [name, name] as const)]}
          onChoose={setRoom}
        />
        <SelectField
          title={logs.level}
          value={level}
          options={[['', logs.allLevels], ...LOG_LEVELS.map((name) => [name, logs.levels[name]] as const)]}
          onChoose={setLevel}
        />
        <button type="button" className="button" onClick={() => void save()}>
          {logs.save}
        </button>
      </div>
      {shown && <FailureNote failure={shown} />}
      {value?.rows.length === 0 && <p className="meta">{logs.empty}</p>}
      {value && value.rows.length > 0 && (
        <div className="log-rows" role="region" aria-label={logs.title} tabIndex={0}>
          <DataTable
            label={logs.title}
            columns={columns}
            rows={value.rows}
            keyOf={({ at, room: name, frames }) => `${at} ${name} ${frames[0] ?? ''}`}
          />
          <OlderButton older={value.next === undefined ? undefined : () => setLimit(Math.min(1000, limit * 4))} />
        </div>
      )}
    </div>
  );
}
