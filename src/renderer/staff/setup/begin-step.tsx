/** The first question: which company, or a demo. */
import { type ReactNode, useState } from 'react';
import { type Role, ROLES } from '#shared/protocol/party.ts';
import { Choices } from '../components/choices.tsx';
import { Note } from '../components/note.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { callSetup, useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

/** The most usual first. */
const ORDER: readonly Role[] = [
  'mall',
  'carrier',
  'credit',
  ...ROLES.filter((role) => role === 'agency' || role === 'wrapper'),
];

export function BeginStep({ onRole }: { readonly onRole: (role: Role) => void }): ReactNode {
  const { frame, setup } = useTexts();
  const { begin } = setup;
  const demo = useSetup((store) => store.state?.demo === true);
  const fail = useSetup((store) => store.fail);
  const [starting, setStarting] = useState(false);
  const [opened, setOpened] = useState(false);

  async function tryDemo(): Promise<void> {
    setStarting(true);
    fail(undefined);
    const shown = await callSetup('setup.demo', {});
    setStarting(false);
    if (!shown.ok) return fail(shown.error);
    // The desktop app opens it by itself.
    if (shown.value.link === '') setOpened(true);
    else location.assign(shown.value.link);
  }
  function choose(chosen: Role | 'demo'): void {
    if (starting) return;
    if (chosen === 'demo') void tryDemo();
    else onRole(chosen);
  }
  return (
    <StepForm title={begin.title} explain={begin.explain}>
      <Choices<Role | 'demo'>
        label={begin.title}
        choices={[
          ...ORDER.map((role) => ({ value: role, title: frame.roles[role], explain: begin.roles[role] })),
          ...(demo ? [{ value: 'demo' as const, title: begin.demo, explain: begin.demoExplain }] : []),
        ]}
        onChoose={choose}
      />
      {starting && (
        <p className="setup-busy" role="status">
          {begin.demoStarting}
        </p>
      )}
      {opened && <Note sign="done" title={begin.demoOpened} />}
    </StepForm>
  );
}
