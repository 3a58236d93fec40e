/** Where the certificates come from: the own authority, one elsewhere, or another program's file. */
import { type ReactNode, useState } from 'react';
import { TextField } from '../components/fields.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { PassphraseField } from './passphrase-field.tsx';
import { saveRequests } from './save-requests.ts';
import { callSetup, useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';
import { readBase64 } from './read-files.ts';
import { TakeIn } from './take-in.tsx';
import type { TrustInput } from './trust-fields.tsx';

const WAYS = ['own', 'request', 'import'] as const;
type Way = (typeof WAYS)[number];

export function CertificatesStep({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { certificates } = useTexts().setup;
  const [way, setWay] = useState<Way>('own');
  const explains = {
    own: certificates.ownExplain,
    request: certificates.requestExplain,
    import: certificates.importExplain,
  } satisfies Record<Way, string>;
  const shared = {
    onBack,
    choice: (
      <fieldset className="ways">
        <legend className="unseen">{certificates.ways}</legend>
        {WAYS.map((each) => (
          <label key={each} className="way">
            <input type="radio" name="way" checked={way === each} onChange={() => setWay(each)} />
            <span className="strong">{certificates[each]}</span>
            <span className="meta">{explains[each]}</span>
          </label>
        ))}
      </fieldset>
    ),
  };
  if (way === 'own') return <OwnAuthority {...shared} />;
  return way === 'request' ? <Requesting {...shared} /> : <Importing {...shared} />;
}

interface WayProps {
  readonly choice: ReactNode;
  readonly onBack: () => void;
}

function OwnAuthority({ choice, onBack }: WayProps): ReactNode {
  const { certificates } = useTexts().setup;
  const { go } = useSetup();
  const plan = useSetup((store) => store.state!.plan!);
  const [name, setName] = useState(() => certificates.authorityUsual(plan.name).slice(0, 60));
  const [same, setSame] = useState(true);
  const [own, setOwn] = useState<string>();
  return (
    <StepForm
      title={certificates.title}
      explain={certificates.explain}
      next={certificates.make}
      ready={name.trim() !== '' && (same || own !== undefined)}
      busyText={certificates.making}
      onNext={() => void go('setup.own-authority', { name, ...(!same && { passphrase: own! }) })}
      onBack={onBack}
    >
      {choice}
      <TextField title={certificates.authorityName} value={name} maxLength={60} onText={setName} />
      <label className="check">
        <input type="checkbox" checked={same} onChange={(event) => setSame(event.target.checked)} />
        {certificates.samePassphrase}
      </label>
      {!same && (
        <PassphraseField
          title={certificates.otherPassphrase}
          hint={certificates.otherHint}
          own={[plan.name, name]}
          onChosen={setOwn}
        />
      )}
    </StepForm>
  );
}

function Requesting({ choice, onBack }: WayProps): ReactNode {
  const { certificates } = useTexts().setup;
  const { take, fail } = useSetup();
  async function request(): Promise<void> {
    const made = await callSetup('setup.request', {});
    if (!made.ok) return fail(made.error);
    saveRequests(made.value.requests);
    take(made.value.state);
  }
  return (
    <StepForm
      title={certificates.title}
      explain={certificates.explain}
      next={certificates.begin}
      onNext={() => void request()}
      onBack={onBack}
    >
      {choice}
    </StepForm>
  );
}

function Importing({ choice, onBack }: WayProps): ReactNode {
  const { certificates, answer } = useTexts().setup;
  const { go, fail, failure } = useSetup();
  const [password, setPassword] = useState('');

  async function take(files: readonly File[], trust: TrustInput): Promise<void> {
    const keys = await Promise.all(files.slice(0, 2).map(readBase64));
    const done = await go('setup.import', { files: keys, password, ...trust });
    const code = useSetup.getState().failure?.code;
    // Not the company's passphrase: the file's.
    if (!done && code === 'wrong-passphrase') fail({ code, about: 'file' });
  }
  return (
    <TakeIn
      title={certificates.title}
      explain={certificates.explain}
      field={{ title: answer.pkcs12, hint: answer.pkcs12Hint, accept: '.p12,.pfx,application/x-pkcs12' }}
      above={choice}
      beside={
        <TextField
          title={answer.password}
          type="password"
          value={password}
          maxLength={1024}
          invalid={failure?.code === 'wrong-passphrase'}
          onText={setPassword}
        />
      }
      onTake={take}
      onBack={onBack}
    />
  );
}
