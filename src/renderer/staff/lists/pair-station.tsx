/** A new station: what it is called and where it stands, then its code, until it has come. */
import { type ReactNode, useEffect, useState } from 'react';
import { type PairingCode, STATION_KINDS_OF, type StationKind, type StationRow } from '#shared/desk/stations.ts';
import { formatPairingCode } from '#shared/domain/pairing-code.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { BarCode, QrCode } from '../components/code-pictures.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { SelectField } from '../components/select-field.tsx';
import { play, useOffice } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { useNow, useTexts } from '../stores/use-texts.ts';

interface Asked {
  readonly name: string;
  readonly kind: StationKind;
  readonly depot?: string;
}

export function PairStation({
  stations,
  expected,
  onClose,
}: {
  readonly stations: readonly StationRow[];
  /** Names for which a code is open. */
  readonly expected: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const { stations: texts } = useTexts();
  const role = useOffice((store) => store.office?.role) ?? 'mall';
  const kinds = STATION_KINDS_OF[role];
  const [name, setName] = useState('');
  const [kind, setKind] = useState<StationKind>(kinds[0]!);
  const [depot, setDepot] = useState('');
  const [code, setCode] = useState<PairingCode>();
  const asked: Asked = { name: name.trim(), kind, ...(depot !== '' && { depot }) };
  if (code) {
    const paired = stations.some((station) => station.state === 'paired' && station.name === asked.name);
    return (
      <ShownCode
        key={code.code}
        asked={asked}
        code={code}
        open={expected.includes(asked.name)}
        paired={paired}
        onCode={setCode}
        onClose={onClose}
      />
    );
  }
  return (
    <OrderDialog
      title={texts.pairTitle}
      explain={texts.pairExplain}
      confirm={texts.giveCode}
      disabled={asked.name === ''}
      order={() => desk.call('stations.pair', asked)}
      onDone={setCode}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={texts.name}
            hint={texts.nameHint}
            wide
            required
            data-first=""
            maxLength={40}
            invalid={refused === 'name'}
            value={name}
            onText={setName}
          />
          {kinds.length > 1 && (
            <div className="field wide-field station-kind">
              <span>{texts.kind}</span>
              <Segments
                label={texts.kind}
                choices={kinds.map((each) => [each, texts.kinds[each]] as const)}
                chosen={kind}
                onChoose={setKind}
              />
            </div>
          )}
          {role === 'carrier' && <DepotField value={depot} onChoose={setDepot} />}
        </>
      )}
    </OrderDialog>
  );
}

function DepotField({
  value,
  onChoose,
}: {
  readonly value: string;
  readonly onChoose: (code: string) => void;
}): ReactNode {
  const { stations: texts } = useTexts();
  const { value: depots } = useQuery('depots.list', {});
  return (
    <SelectField
      title={texts.depot}
      hint={texts.depotHint}
      value={value}
      options={[['', texts.noDepot], ...(depots ?? []).map(({ code, name }) => [code, `${code} ${name}`] as const)]}
      onChoose={onChoose}
    />
  );
}

function ShownCode({
  asked,
  code: { code, bars, rows, service, endsAt },
  open,
  paired,
  onCode,
  onClose,
}: {
  readonly asked: Asked;
  readonly code: PairingCode;
  /** As the list has it, which may not have heard of this code yet. */
  readonly open: boolean;
  readonly paired: boolean;
  readonly onCode: (code: PairingCode) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { stations: texts } = useTexts();
  const now = useNow(1000);
  const [failure, setFailure] = useState<Failure>();
  const left = Math.max(0, Math.ceil((Date.parse(endsAt) - now) / 1000));
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  const ended = !paired && (left === 0 || (wasOpen && !open));
  useEffect(() => {
    if (paired) play('done');
  }, [paired]);
  async function again(): Promise<void> {
    const next = await desk.call('stations.pair', asked);
    setFailure(next.ok ? undefined : next.error);
    if (next.ok) onCode(next.value);
  }
  return (
    <LookDialog
      // The way on takes the focus when the code has come to its end.
      key={paired ? 'paired' : ended ? 'ended' : 'code'}
      title={texts.codeTitle(asked.name)}
      actions={
        ended && (
          <button type="button" className="button primary" data-first="" onClick={() => void again()}>
            {texts.again}
          </button>
        )
      }
      onClose={onClose}
    >
      <div className="stack">
        {failure && <FailureNote failure={failure} />}
        {paired && (
          <Note sign="done" title={texts.paired(asked.name)}>
            <p>{texts.pairedDo}</p>
          </Note>
        )}
        {ended && (
          <Note sign="look" title={texts.endedTitle}>
            <p>{texts.endedDo}</p>
          </Note>
        )}
        {!paired && !ended && (
          <>
            <p>{texts.codeExplain}</p>
            <dl className="pairing-facts">
              <dt>{texts.address}</dt>
              <dd className="number pairing-address">{service}</dd>
              <dt>{texts.code}</dt>
              <dd className="number pairing-code" data-code={wasOpen ? 'open' : ''}>
                {formatPairingCode(code)
                  .split(' ')
                  .map((group, at) => (
                    <span key={at}>{group}</span>
                  ))}
              </dd>
            </dl>
            <div className="pairing-pictures">
              <BarCode bars={bars} name={texts.bars} height={96} />
              <QrCode rows={rows} name={texts.qr} module={5} />
            </div>
            <p className="meta" role="timer">
              {texts.left(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`)}
            </p>
          </>
        )}
      </div>
    </LookDialog>
  );
}
