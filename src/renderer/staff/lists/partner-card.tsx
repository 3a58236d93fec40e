/** The own card, to hand to a partner. */
import { type ReactNode, useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { saveFile } from '../components/pdf.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

export function OurCard({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { partners, common } = useTexts();
  const office = useOffice((store) => store.office);
  const { value, failure } = useQuery('office.card', {});
  const [copied, setCopied] = useState(false);
  const card = value?.card;
  return (
    <Dialog title={partners.ourCard} onClose={onClose}>
      <div className="stack">
        <p>{partners.ourCardExplain}</p>
        {failure && <FailureNote failure={failure} />}
        <textarea className="input" rows={6} readOnly aria-label={partners.ourCard} value={card ?? ''} />
        <div className="dialog-foot">
          <span className="meta" role="status">
            {copied ? partners.copied : ''}
          </span>
          <button
            type="button"
            className="button"
            disabled={!card}
            onClick={() => card && void navigator.clipboard.writeText(card).then(() => setCopied(true))}
          >
            {partners.copyCard}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {common.close}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={!card}
            onClick={() => card && saveFile(new Blob([card], { type: 'application/jose' }), `${office?.id}.jws`)}
          >
            {partners.saveCard}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
