/** What the authority sent back; it may come on another day. */
import { type ReactNode, useEffect, useState } from 'react';
import type { CertificateRequest } from '#shared/desk/setup.ts';
import { useTexts } from '../stores/use-texts.ts';
import { FilesField } from './files-field.tsx';
import { readPem } from './read-files.ts';
import { saveRequests } from './save-requests.ts';
import { callSetup, useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';
import { Trust, type TrustChoice, trustInput } from './trust-fields.tsx';

export function AnswerStep(): ReactNode {
  const { certificates, answer } = useTexts().setup;
  const { go, fail } = useSetup();
  const [requests, setRequests] = useState<readonly CertificateRequest[]>([]);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [trust, setTrust] = useState<TrustChoice>({ authorities: [], revoked: [], noList: false });
  useEffect(() => {
    // The same as before, as long as they wait.
    void callSetup('setup.request', {}).then((made) => (made.ok ? setRequests(made.value.requests) : fail(made.error)));
  }, [fail]);

  async function take(): Promise<void> {
    const texts = await Promise.all(files.map((file) => readPem(file, 'CERTIFICATE')));
    await go('setup.certify', { certificates: texts.join('\n'), ...(await trustInput(trust)) });
  }
  return (
    <StepForm
      title={answer.title}
      explain={answer.explain}
      next={answer.take}
      ready={files.length > 0 && (trust.noList || trust.revoked.length > 0)}
      busyText={certificates.making}
      onNext={() => void take()}
    >
      <div className="field" role="group" aria-label={answer.requests}>
        <span>{answer.requests}</span>
        <ul className="requests">
          {requests.map((request) => (
            <li key={request.use} className="row">
              <span className="grow">
                {answer.uses[request.use]} <span className="meta">{request.fileName}</span>
              </span>
              <button
                type="button"
                className="button slim"
                aria-label={`${answer.save}: ${request.fileName}`}
                onClick={() => saveRequests([request])}
              >
                {answer.save}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <FilesField
        title={answer.files}
        hint={answer.filesHint}
        accept=".pem,.crt,.cer,.der"
        files={files}
        onFiles={setFiles}
      />
      <Trust choice={trust} onChoose={setTrust} />
      <div className="row">
        <button type="button" className="button" onClick={() => void go('setup.choose-again', {})}>
          {answer.other}
        </button>
      </div>
    </StepForm>
  );
}
