/** How a partner is reached, its keys and their ends, and what was refused between us. */
import type { ReactNode } from 'react';
import type { PartnerRow, PostRow } from '#shared/desk/office.ts';
import type { PartnerKey, PartnerLook, PartnerPin, RefusedRow } from '#shared/desk/partners.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { dayMark } from './day-mark.ts';
import { useSettings } from '../stores/settings-store.ts';
import { formatDay, formatTime, showDay, useNow, useTexts } from '../stores/use-texts.ts';

const DAY_MS = 86_400_000;
/** Characters of a pin that people tell two keys apart by. */
const PIN_SHOWN = 12;

export const dayOf = (iso: string): string => showDay(formatDay(new Date(iso)));

export function PartnerFacts({
  partner,
  look,
}: {
  readonly partner: PartnerRow;
  readonly look: PartnerLook;
}): ReactNode {
  const { partners, common, post } = useTexts();
  const now = useNow(60_000);
  const last = (at: string | undefined, type: string | undefined): ReactNode =>
    at === undefined ? (
      common.noValue
    ) : (
      <>
        {formatTime(at)} {type !== undefined && <span className="meta">{post.types[type] ?? type}</span>}
      </>
    );
  const until = look.certificateUntil;
  const days = until === undefined ? undefined : Math.floor((Date.parse(until) - now) / DAY_MS);
  return (
    <section>
      <h3>{partners.facts}</h3>
      <dl className="facts">
        <dt>{partners.publicUrl}</dt>
        <dd>{look.publicUrl}</dd>
        <dt>{partners.partnerUrl}</dt>
        <dd>{look.partnerUrl}</dd>
        <dt>{partners.certificateUntil}</dt>
        <dd>
          {until === undefined || days === undefined ? (
            <span className="meta">{partners.notMet}</span>
          ) : (
            <>
              {dayOf(until)} <span className={dayMark(days, 'meta')}>{partners.daysLeft(days)}</span>
            </>
          )}
        </dd>
        <dt>{partners.lastSent}</dt>
        <dd>{last(partner.lastSentAt, partner.lastSentType)}</dd>
        <dt>{partners.lastReceived}</dt>
        <dd>{last(partner.lastReceivedAt, partner.lastReceivedType)}</dd>
        <dt>{partners.addedAt}</dt>
        <dd>{formatTime(look.addedAt)}</dd>
      </dl>
    </section>
  );
}

type KeyLine = (PartnerKey & { readonly pin?: undefined }) | PartnerPin;

const KEY_MARKS: Readonly<Record<PartnerKey['state'] | PartnerPin['state'], string>> = {
  current: 'mark done',
  'in-use': 'mark done',
  registered: 'mark',
  coming: 'mark',
  ended: 'meta',
  dropped: 'meta',
  'to-compare': 'mark stop',
};

export function PartnerKeys({ look }: { readonly look: PartnerLook }): ReactNode {
  const { partners } = useTexts();
  const rows: readonly KeyLine[] = [...look.keys, ...look.pins];
  const columns: readonly Column<KeyLine>[] = [
    { head: partners.keyUse, render: (row) => partners.keyUses[row.pin === undefined ? row.use : 'tls'] },
    {
      head: partners.keyId,
      render: (row) => <code>{row.pin === undefined ? row.id : row.pin.slice(0, PIN_SHOWN)}</code>,
    },
    { head: partners.keyFrom, render: (row) => (row.pin === undefined ? dayOf(row.from) : '–') },
    { head: partners.keyUntil, render: (row) => (row.pin === undefined ? dayOf(row.until) : '–') },
    {
      head: partners.keyState,
      form: 'wide',
      render: (row) => (
        <span className={KEY_MARKS[row.state]}>
          {row.pin === undefined ? partners.keyStates[row.state] : partners.pinStates[row.state]}
        </span>
      ),
    },
  ];
  return (
    <section>
      <h3>{partners.keys}</h3>
      <DataTable
        label={partners.keys}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.pin ?? `${row.use} ${row.id} ${row.state}`}
      />
    </section>
  );
}

export function PartnerPost({ look, retry }: { readonly look: PartnerLook; readonly retry: ReactNode }): ReactNode {
  const { partners, post } = useTexts();
  const language = useSettings((settings) => settings.language);
  const why = (code: string | undefined): ReactNode =>
    code !== undefined && (
      <span>
        <span className="meta">{code}</span>{' '}
        {Object.hasOwn(ERROR_TEXTS, code) && ERROR_TEXTS[code as ErrorCode][language]}
      </span>
    );
  const outgoing: readonly Column<PostRow>[] = [
    { head: post.type, render: ({ type }) => post.types[type] ?? type },
    { head: post.created, render: ({ createdAt }) => formatTime(createdAt) },
    { head: post.attempts, form: 'end', render: ({ attempts }) => attempts },
    {
      head: post.next,
      render: ({ rejected, nextAt }) =>
        rejected ? <span className="mark stop">{post.rejected}</span> : formatTime(nextAt),
    },
    { head: post.problem, form: 'wide', render: ({ lastError }) => why(lastError) },
  ];
  const refused: readonly Column<RefusedRow>[] = [
    { head: partners.refusedAt, render: ({ at }) => formatTime(at) },
    { head: post.type, render: ({ type }) => (type === '' ? partners.unreadable : (post.types[type] ?? type)) },
    { head: partners.refusedTimes, form: 'end', render: ({ times }) => times },
    { head: partners.refusedCode, form: 'wide', render: ({ code }) => why(code) },
  ];
  return (
    <>
      {look.outgoing.length > 0 && (
        <section>
          <div className="section-head">
            <h3>{partners.outgoing}</h3>
            {retry}
          </div>
          <DataTable label={partners.outgoing} columns={outgoing} rows={look.outgoing} keyOf={({ id }) => id} />
        </section>
      )}
      {look.refused.length > 0 && (
        <section>
          <h3>{partners.refusedTitle}</h3>
          <DataTable
            label={partners.refusedTitle}
            columns={refused}
            rows={look.refused}
            keyOf={({ at, type, code }) => `${at} ${type} ${code}`}
          />
        </section>
      )}
    </>
  );
}
