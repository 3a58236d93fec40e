/** A partner's card, pasted or from a file. Adding it trusts nothing yet. */
import { type ReactNode, useState } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FileButton } from '../components/file-button.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function AddPartner({
  card,
  onAdded,
  onClose,
}: {
  /** Text of a file that was dropped. */
  readonly card: string;
  readonly onAdded: (partner: PartnerRow) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { partners, common } = useTexts();
  const [text, setText] = useState(card);
  const [failure, setFailure] = useState<Failure>();
  async function add(): Promise<void> {
    const trimmed = text.trim();
    if (trimmed.length > 32_768) return setFailure({ code: 'card-invalid' });
    const added = await desk.call('partners.add', { card: trimmed });
    return added.ok ? onAdded(added.value) : setFailure(added.error);
  }
  return (
    <Dialog title={partners.add} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <p>{partners.addExplain}</p>
        <label className="field">
          <span>{partners.card}</span>
          <textarea
            className="input"
            rows={6}
            spellCheck={false}
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {failure && <FailureNote failure={failure} />}
        <div className="dialog-foot">
          <FileButton
            title={partners.chooseFile}
            accept=".jws,.txt,.card,application/jose,text/plain"
            onFiles={([file]) => void file?.text().then((content) => setText(content.slice(0, 40_000)))}
          />
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" disabled={text.trim() === ''}>
            {partners.add}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
