/** Whom partners' certificates must come from, and what was withdrawn. */
import type { ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { FilesField } from './files-field.tsx';
import { readPem } from './read-files.ts';

const PEM_FILES = '.pem,.crt,.cer,.der,application/x-x509-ca-cert';

export interface TrustChoice {
  readonly authorities: readonly File[];
  readonly revoked: readonly File[];
  readonly noList: boolean;
}

/** As the setup's commands take it. */
export interface TrustInput {
  readonly authorities?: string;
  readonly revoked?: string;
}

export async function trustInput({ authorities, revoked, noList }: TrustChoice): Promise<TrustInput> {
  const roots = await Promise.all(authorities.map((file) => readPem(file, 'CERTIFICATE')));
  const [list] = noList ? [] : revoked;
  return {
    ...(roots.length > 0 && { authorities: roots.join('\n') }),
    ...(list && { revoked: await readPem(list, 'X509 CRL') }),
  };
}

export function Trust({
  choice,
  onChoose,
}: {
  readonly choice: TrustChoice;
  readonly onChoose: (choice: TrustChoice) => void;
}): ReactNode {
  const { answer } = useTexts().setup;
  return (
    <>
      <FilesField
        title={answer.authorities}
        hint={answer.authoritiesHint}
        accept={PEM_FILES}
        files={choice.authorities}
        onFiles={(authorities) => onChoose({ ...choice, authorities })}
      />
      {!choice.noList && (
        <FilesField
          title={answer.revoked}
          accept=".pem,.crl"
          files={choice.revoked}
          onFiles={(revoked) => onChoose({ ...choice, revoked: revoked.slice(0, 1) })}
        />
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={choice.noList}
          onChange={(event) => onChoose({ ...choice, noList: event.target.checked })}
        />
        {answer.noList}
      </label>
    </>
  );
}
