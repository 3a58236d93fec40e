/** Files with certificates, whom to believe, and the button that takes them in. */
import { type ReactNode, useState } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { FilesField } from './files-field.tsx';
import { StepForm } from './step-form.tsx';
import { Trust, type TrustChoice, type TrustInput, trustInput } from './trust-fields.tsx';

export function TakeIn({
  title,
  explain,
  field,
  above,
  beside,
  below,
  onTake,
  onBack,
}: {
  readonly title: string;
  readonly explain: string;
  /** Of the files. */
  readonly field: { readonly title: string; readonly hint: string; readonly accept: string };
  readonly above: ReactNode;
  /** What belongs to the files. */
  readonly beside?: ReactNode;
  readonly below?: ReactNode;
  readonly onTake: (files: readonly File[], trust: TrustInput) => Promise<unknown>;
  readonly onBack?: () => void;
}): ReactNode {
  const { certificates, answer } = useTexts().setup;
  const [files, setFiles] = useState<readonly File[]>([]);
  const [trust, setTrust] = useState<TrustChoice>({ authorities: [], revoked: [], noList: false });
  const take = async (): Promise<void> => void (await onTake(files, await trustInput(trust)));
  return (
    <StepForm
      title={title}
      explain={explain}
      next={answer.take}
      ready={files.length > 0 && (trust.noList || trust.revoked.length > 0)}
      busyText={certificates.making}
      onNext={() => void take()}
      {...(onBack && { onBack })}
    >
      {above}
      <FilesField {...field} files={files} onFiles={setFiles} />
      {beside}
      <Trust choice={trust} onChoose={setTrust} />
      {below}
    </StepForm>
  );
}
