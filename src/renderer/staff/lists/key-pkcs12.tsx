/** A key with its certificate as a PKCS#12 file, in or out, under a password. */
import { type ReactNode, useState } from 'react';
import type { CertificateUse } from '#shared/desk/keys.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { saveFile } from '../components/pdf.ts';
import { ReasonField } from '../components/reason-field.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function Pkcs12Dialog({
  use,
  file,
  onImported,
  onExported,
  onClose,
}: {
  readonly use: CertificateUse;
  /** To be taken in; without it one is written. */
  readonly file?: File;
  readonly onImported: (value: { readonly until: string }) => void;
  readonly onExported: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { keyring } = useTexts();
  const [password, setPassword] = useState('');
  const [reason, setReason] = useState('');
  async function order(): Promise<Result<{ readonly until?: string }>> {
    if (file) {
      const bytes = Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('');
      return desk.call('certificates.import', { use, file: btoa(bytes), password });
    }
    const made = await desk.call('certificates.export', { use, password, reason: reason.trim() });
    if (!made.ok) return made;
    const bytes = Uint8Array.from(atob(made.value.file), (character) => character.charCodeAt(0));
    saveFile(new Blob([bytes], { type: 'application/x-pkcs12' }), `${use}.p12`);
    return { ok: true, value: {} };
  }
  return (
    <OrderDialog
      title={file ? keyring.importP12 : keyring.exportP12}
      {...(!file && { explain: keyring.exportExplain })}
      confirm={file ? keyring.importP12 : keyring.exportP12}
      disabled={password === '' || (!file && reason.trim() === '')}
      order={order}
      onDone={({ until }) => (until === undefined ? onExported() : onImported({ until }))}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={keyring.password}
            wide
            required
            type="password"
            data-first=""
            maxLength={128}
            invalid={refused === 'password'}
            value={password}
            onText={setPassword}
          />
          {!file && <ReasonField value={reason} onText={setReason} />}
        </>
      )}
    </OrderDialog>
  );
}
