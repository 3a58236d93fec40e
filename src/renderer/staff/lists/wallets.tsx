/** Withdrawn wallets, by number; which wallets there are, and whose, this agency does not know. */
import { type ReactNode, useState } from 'react';
import { REVOKED_BY, type RevokedWalletRow } from '#shared/desk/agency.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { TextField } from '../components/fields.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { textColumn, timeColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { May } from '../components/may.tsx';

const keyOf = ({ serial }: RevokedWalletRow): string => serial;
const SERIAL = /^[A-Za-z0-9_-]{22}$/;

export function Wallets(): ReactNode {
  const { frame, common, agency: texts } = useTexts();
  const nameOf = usePartnerNames();
  const { value: setting } = useQuery('agency.setting', {});
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<string>();
  const columns: readonly RecordColumn<RevokedWalletRow>[] = [
    {
      id: 'serial',
      head: texts.serial,
      width: 220,
      render: ({ serial }) => <code>{serial}</code>,
      csv: keyOf,
    },
    textColumn('by', texts.by, ({ by, who }) => (by === 'holder' ? texts.holder : who), { width: 220 }),
    textColumn('reason', common.reason, ({ by, reason }) => (by === 'holder' ? undefined : reason), { form: 'wide' }),
    timeColumn('at', texts.revokedAt, ({ at }) => at, { order: true }),
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
      <div className="screen-body records-pane">
        <div className="stack">
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
        </div>
        <RecordList
          list="agency.revoked"
          title={frame.screens.wallets}
          columns={columns}
          keyOf={keyOf}
          topics={['agency']}
          states={[REVOKED_BY, texts.byStates, texts.by]}
          dates={texts.revokedAt}
          empty={
            <Empty icon="wallets" title={texts.revokedEmpty}>
              {texts.revokedEmptyExplain}
            </Empty>
          }
        />
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
