/** What the authority sent back; it may come on another day. */
import { type ReactNode, useEffect, useState } from 'react';
import type { CertificateRequest } from '#shared/desk/setup.ts';
import { useTexts } from '../stores/use-texts.ts';
import { readPem } from './read-files.ts';
import { saveRequests } from './save-requests.ts';
import { callSetup, useSetup } from './setup-store.ts';
import { TakeIn } from './take-in.tsx';
import type { TrustInput } from './trust-fields.tsx';

export function AnswerStep(): ReactNode {
  const { answer } = useTexts().setup;
  const { go, fail } = useSetup();
  const [requests, setRequests] = useState<readonly CertificateRequest[]>([]);
  useEffect(() => {
    // The same as before, as long as they wait.
    void callSetup('setup.request', {}).then((made) => (made.ok ? setRequests(made.value.requests) : fail(made.error)));
  }, [fail]);

  async function take(files: readonly File[], trust: TrustInput): Promise<void> {
    const texts = await Promise.all(files.map((file) => readPem(file, 'CERTIFICATE')));
    await go('setup.certify', { certificates: texts.join('\n'), ...trust });
  }
  return (
    <TakeIn
      title={answer.title}
      explain={answer.explain}
      field={{ title: answer.files, hint: answer.filesHint, accept: '.pem,.crt,.cer,.der' }}
      above={<Requests requests={requests} />}
      below={
        <div className="row">
          <button type="button" className="button" onClick={() => void go('setup.choose-again', {})}>
            {answer.other}
          </button>
        </div>
      }
      onTake={take}
    />
  );
}

/** To be saved again, as long as they wait. */
function Requests({ requests }: { readonly requests: readonly CertificateRequest[] }): ReactNode {
  const { answer } = useTexts().setup;
  return (
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
  );
}
