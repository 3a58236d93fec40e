/** The passphrase that opens everything. */
import { type ReactNode, useState } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { PassphraseField } from './passphrase-field.tsx';
import { useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

export function PassphraseStep({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { setup } = useTexts();
  const { passphrase: texts } = setup;
  const { go } = useSetup();
  const plan = useSetup((store) => store.state!.plan!);
  const [chosen, setChosen] = useState<string>();
  return (
    <StepForm
      title={texts.title}
      explain={texts.explain}
      next={setup.next}
      ready={chosen !== undefined}
      onNext={() => void go('setup.choose-passphrase', { passphrase: chosen! })}
      onBack={onBack}
    >
      <PassphraseField title={texts.field} own={[plan.name, plan.place, plan.id]} autoFocus onChosen={setChosen} />
    </StepForm>
  );
}
