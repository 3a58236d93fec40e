/** The first run, step by step: where one stands at the left, what is to be done at the right. */
import { type ReactNode, useState } from 'react';
import type { SetupStage } from '#shared/desk/setup.ts';
import type { Role } from '#shared/protocol/party.ts';
import { Segments } from '../components/segments.tsx';
import { Locked } from '../frame/locked.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { AccountStep } from './account-step.tsx';
import { AnswerStep } from './answer-step.tsx';
import { BeginStep } from './begin-step.tsx';
import { CertificatesStep } from './certificates-step.tsx';
import { CompanyStep, type Entered } from './company-step.tsx';
import { LabelStep } from './label-step.tsx';
import { PassphraseStep } from './passphrase-step.tsx';
import { RecoveryStep } from './recovery-step.tsx';
import { ReopenStep } from './reopen-step.tsx';
import { useSetup } from './setup-store.ts';
import { StartingStep } from './starting-step.tsx';

const STEPS = ['company', 'passphrase', 'recovery', 'certificates', 'account', 'label'] as const;
type Step = (typeof STEPS)[number];

const STEP_OF: Readonly<Record<SetupStage, Step>> = {
  party: 'company',
  passphrase: 'passphrase',
  closed: 'passphrase',
  recovery: 'recovery',
  certificates: 'certificates',
  answer: 'certificates',
  ready: 'certificates',
};

export function Wizard(): ReactNode {
  const { line, state, atDesk, fail } = useSetup();
  const texts = useTexts();
  const [role, setRole] = useState<Role>();
  const [entered, setEntered] = useState<Entered>();
  const [isBack, setIsBack] = useState(false);
  const [signedIn, setSignedIn] = useState(false);
  if (line === 'locked') return <Locked />;
  const step: Step = atDesk ? (signedIn ? 'label' : 'account') : isBack ? 'company' : STEP_OF[state?.stage ?? 'party'];

  function back(): void {
    fail(undefined);
    setRole(state?.plan?.role);
    setIsBack(true);
  }
  function shown(): ReactNode {
    if (atDesk) return signedIn ? <LabelStep /> : <AccountStep onDone={() => setSignedIn(true)} />;
    if (state === undefined) return <p className="meta">{texts.common.loading}</p>;
    if (isBack || state.stage === 'party') {
      const plan = entered ? { ...state.plan, ...entered } : state.plan;
      return role === undefined ? (
        <BeginStep onRole={setRole} />
      ) : (
        <CompanyStep
          role={role}
          {...(plan && { plan })}
          onBack={(typed) => {
            fail(undefined);
            setEntered(typed);
            setRole(undefined);
          }}
          onDone={() => {
            setEntered(undefined);
            setIsBack(false);
          }}
        />
      );
    }
    switch (state.stage) {
      case 'passphrase':
        return <PassphraseStep onBack={back} />;
      case 'closed':
        return <ReopenStep />;
      case 'recovery':
        return <RecoveryStep />;
      case 'certificates':
        return <CertificatesStep onBack={back} />;
      case 'answer':
        return <AnswerStep />;
      case 'ready':
        return <StartingStep />;
    }
  }
  return (
    <div className="setup">
      <header className="setup-head">
        <p className="full-name">Tokumei</p>
        <p className="full-soft">{texts.setup.title}</p>
        <LanguageChoice />
      </header>
      <ol className="setup-steps" aria-label={texts.setup.title}>
        {STEPS.map((each, at) => (
          <li
            key={each}
            className={STEPS.indexOf(step) > at ? 'setup-step past' : 'setup-step'}
            {...(each === step && { 'aria-current': 'step' as const })}
          >
            <span className="setup-step-number" aria-hidden="true">
              {STEPS.indexOf(step) > at ? '✓' : at + 1}
            </span>
            {texts.setup.steps[each]}
          </li>
        ))}
      </ol>
      <main className="setup-main">
        <div className="setup-card">{shown()}</div>
        {line !== 'open' && state !== undefined && (
          <p className="meta" role="status">
            {texts.frame.connecting}
          </p>
        )}
      </main>
    </div>
  );
}

function LanguageChoice(): ReactNode {
  const { frame, settings } = useTexts();
  const { language, choose } = useSettings();
  return (
    <Segments
      label={frame.language}
      choices={[
        ['ja', settings.languages.ja],
        ['en', settings.languages.en],
      ]}
      chosen={language}
      onChoose={(chosen) => choose({ language: chosen })}
    />
  );
}
