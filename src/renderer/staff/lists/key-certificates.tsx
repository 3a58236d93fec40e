/** Certificates of the TLS doors: their ends, and the ways to renew them. */
import { type ReactNode, useState } from 'react';
import type { CertificatePartner, CertificateRow, KeysView } from '#shared/desk/keys.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FileButton } from '../components/file-button.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { saveFile } from '../components/pdf.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { Pkcs12Dialog } from './key-pkcs12.tsx';
import { dayMark } from './day-mark.ts';
import type { Tell } from './keys.tsx';
import { dayOf } from './partner-facts.tsx';

const PEM_FILES = '.pem,.crt,.cer,application/x-pem-file,text/plain';

export function KeyCertificates({ view, tell }: { readonly view: KeysView; readonly tell: Tell }): ReactNode {
  const { keyring } = useTexts();
  return (
    <section className="stack" aria-labelledby="keys-certificates">
      <h2 id="keys-certificates">{keyring.certificates}</h2>
      <div className="key-certificates">
        {view.certificates.map((row) => (
          <Certificate key={row.use} row={row} tell={tell} />
        ))}
      </div>
    </section>
  );
}

function Certificate({ row, tell }: { readonly row: CertificateRow; readonly tell: Tell }): ReactNode {
  const { keyring, common } = useTexts();
  const [dialog, setDialog] = useState<'new-key' | 'export' | File>();
  const { use, days, until } = row;
  const name = keyring.uses[use];
  const close = (): void => setDialog(undefined);
  const told = (value: { readonly until: string }): void => {
    close();
    tell(keyring.inUse(name, dayOf(value.until)));
  };

  async function request(newKey: boolean): Promise<Result<{ request: string; pin: string }>> {
    const made = await desk.call('certificates.request', { use, newKey });
    if (made.ok) saveFile(new Blob([made.value.request], { type: 'application/pkcs10' }), `${use}.csr`);
    return made;
  }
  async function renew(): Promise<void> {
    const renewed = await desk.call('certificates.renew', { use });
    if (renewed.ok) told(renewed.value);
    else tell(undefined, renewed.error);
  }
  async function install(file: File | undefined): Promise<void> {
    if (!file) return;
    const installed = await desk.call('certificates.install', { use, chain: (await file.text()).slice(0, 100_000) });
    if (installed.ok) told(installed.value);
    else tell(undefined, installed.error);
  }
  return (
    <article className="card stack" aria-label={name}>
      <div className="section-head">
        <h3>{name}</h3>
        {days !== undefined && <span className={dayMark(days)}>{keyring.days(days)}</span>}
      </div>
      <p className="meta">{keyring.usesExplain[use]}</p>
      <dl className="facts">
        <dt>{keyring.ends}</dt>
        <dd>
          {until === undefined ? common.noValue : dayOf(until)}{' '}
          {row.renewable && <span className="meta">{keyring.byItself}</span>}
        </dd>
        <dt>{keyring.issuer}</dt>
        <dd>{row.issuer ?? common.noValue}</dd>
        <dt>{keyring.hosts}</dt>
        <dd>{row.hosts.join(', ')}</dd>
        <dt>{keyring.pin}</dt>
        <dd>
          <code>{row.pin ?? common.noValue}</code>
        </dd>
        {row.pendingPin !== undefined && (
          <>
            <dt>{keyring.pendingPin}</dt>
            <dd>
              <code>{row.pendingPin}</code>
            </dd>
          </>
        )}
      </dl>
      {row.partners !== undefined && row.partners.length > 0 && <KnownBy row={row} partners={row.partners} />}
      <div className="key-actions">
        {row.renewable && row.pendingPin === undefined && (
          <button type="button" className="button primary" onClick={() => void renew()}>
            {keyring.renew}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() =>
            void request(false).then((made) =>
              tell(made.ok ? keyring.requestSaved : undefined, made.ok ? undefined : made.error),
            )
          }
        >
          {keyring.request}
        </button>
        <FileButton title={keyring.install} accept={PEM_FILES} onFiles={([file]) => void install(file)} />
        {row.pendingPin === undefined && (
          <button type="button" className="button" onClick={() => setDialog('new-key')}>
            {keyring.requestNew}
          </button>
        )}
        <FileButton
          title={keyring.importP12}
          accept=".p12,.pfx,application/x-pkcs12"
          onFiles={([file]) => file && setDialog(file)}
        />
        {row.pin !== undefined && (
          <button type="button" className="button" onClick={() => setDialog('export')}>
            {keyring.exportP12}
          </button>
        )}
      </div>
      {dialog === 'new-key' && (
        <OrderDialog
          title={keyring.requestNewTitle}
          explain={keyring.requestNewExplain[use]}
          confirm={keyring.requestNew}
          order={() => request(true)}
          onDone={() => {
            close();
            tell(keyring.requestSaved);
          }}
          onClose={close}
        />
      )}
      {dialog !== undefined && dialog !== 'new-key' && (
        <Pkcs12Dialog
          use={use}
          {...(dialog !== 'export' && { file: dialog })}
          onImported={told}
          onExported={() => {
            close();
            tell(keyring.exported);
          }}
          onClose={close}
        />
      )}
    </article>
  );
}

/** Before a new key comes into use partners must know it; after that each meets it. */
function KnownBy({
  row: { pendingPin },
  partners,
}: {
  readonly row: CertificateRow;
  readonly partners: readonly CertificatePartner[];
}): ReactNode {
  const { keyring } = useTexts();
  const columns: readonly Column<CertificatePartner>[] = [
    { head: keyring.knownPartner, render: ({ name }) => name },
    {
      head: keyring.knownCard,
      render: ({ card, takenAt }) =>
        card === undefined ? (
          <span className="meta">{keyring.cardByHand}</span>
        ) : takenAt === undefined ? (
          <span className="mark look">{keyring.cardWaiting}</span>
        ) : (
          formatTime(takenAt)
        ),
    },
    {
      head: keyring.knownMet,
      form: 'wide',
      render: ({ metAt }) =>
        metAt === undefined ? <span className="mark">{keyring.notMetYet}</span> : formatTime(metAt),
    },
  ];
  return (
    <div className="stack">
      <DataTable label={keyring.known} columns={columns} rows={partners} keyOf={({ id }) => id} />
      {pendingPin !== undefined && <p className="meta">{keyring.knownPending}</p>}
    </div>
  );
}
