/** Withdrawn wallets, by number; which wallets there are, and whose, this agency does not know. */
import { type ReactNode, useState } from 'react';
import type { RevokedWalletRow } from '#shared/desk/agency.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { May } from '../components/may.tsx';

/** How the party names whoever withdrew a wallet on the wallet page. */
const HOLDER = 'holder';
const SERIAL = /^[A-Za-z0-9_-]{22}$/;

export function Wallets(): ReactNode {
  const { frame, common, agency: texts } = useTexts();
  const nameOf = usePartnerNames();
  const { value: setting } = useQuery('agency.setting', {});
  const { value: rows, failure } = useQuery('agency.revoked', {}, ['agency']);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<string>();
  const columns: readonly Column<RevokedWalletRow>[] = [
    { head: texts.revokedAt, render: ({ at }) => formatTime(at) },
    { head: texts.serial, render: ({ serial }) => <code>{serial}</code> },
    { head: texts.by, render: ({ who }) => (who === HOLDER ? texts.holder : who) },
    { head: common.reason, form: 'wide', render: ({ reason }) => (reason === HOLDER ? '–' : reason) },
  ];
  return (
    <ListScreen
      title={frame.screens.wallets}
      actions={
        <May permission="limits">
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {texts.revoke}
          </button>
        </May>
      }
    >
      <div className="screen-body stack">
        {setting && (
          <section className="card stack" aria-labelledby="agency-setting">
            <h2 id="agency-setting">{texts.setting}</h2>
            <dl className="facts">
              <dt>{texts.settlement}</dt>
              <dd>{nameOf(setting.settlement)}</dd>
              <dt>{texts.variant}</dt>
              <dd>{texts.variants[setting.variant]}</dd>
              <dt>{texts.enrol}</dt>
              <dd>
                <code>{setting.enrolUrl}</code>
              </dd>
            </dl>
          </section>
        )}
        {done !== undefined && <Note sign="done" title={texts.revoked(done)} />}
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && (
          <Empty icon="wallets" title={texts.revokedEmpty}>
            {texts.revokedEmptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable label={frame.screens.wallets} columns={columns} rows={rows} keyOf={({ serial }) => serial} />
        )}
      </div>
      {asking && (
        <RevokeDialog
          onDone={(serial) => {
            setAsking(false);
            setDone(serial);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </ListScreen>
  );
}

function RevokeDialog({
  onDone,
  onClose,
}: {
  readonly onDone: (serial: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { agency: texts } = useTexts();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  // Read out in groups, it is typed in groups.
  const serial = typed.replace(/\s/g, '');
  return (
    <OrderDialog
      title={texts.revokeTitle}
      explain={texts.revokeExplain}
      confirm={texts.revoke}
      danger
      disabled={!SERIAL.test(serial) || reason.trim() === ''}
      order={() => desk.call('agency.revoke', { serial, reason: reason.trim() })}
      onDone={() => onDone(serial)}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={texts.serial}
            hint={texts.serialHint}
            wide
            required
            data-first=""
            spellCheck={false}
            maxLength={40}
            invalid={refused === 'serial'}
            value={typed}
            onText={setTyped}
          />
          <ReasonField hint={texts.reasonHint} value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}
