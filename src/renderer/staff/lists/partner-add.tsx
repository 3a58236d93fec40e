/** A partner's card: fetched by its address, pasted, or from a file. Adding it trusts nothing yet. */
import { type ReactNode, useState } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import { fail } from '#shared/result.ts';
import { desk } from '../client.ts';
import { LinesField, TextField } from '../components/fields.tsx';
import { FileButton } from '../components/file-button.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { useTexts } from '../stores/use-texts.ts';

const WAYS = ['address', 'card'] as const;
const LARGEST_CARD = 32_768;

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
  const { partners } = useTexts();
  const [way, setWay] = useState<(typeof WAYS)[number]>(card === '' ? 'address' : 'card');
  const [url, setUrl] = useState('');
  const [text, setText] = useState(card);
  const entered = way === 'address' ? url.trim() : text.trim();
  return (
    <OrderDialog
      title={partners.add}
      confirm={way === 'address' ? partners.fetch : partners.add}
      disabled={entered === ''}
      order={async () => {
        if (way === 'address') return desk.call('partners.fetch', { url: entered });
        return entered.length > LARGEST_CARD ? fail('card-invalid') : desk.call('partners.add', { card: entered });
      }}
      onDone={onAdded}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <div className="wide-field partner-way">
            <Segments
              label={partners.addWay}
              choices={WAYS.map((each) => [each, partners.addWays[each]] as const)}
              chosen={way}
              onChoose={setWay}
            />
          </div>
          {way === 'address' ? (
            <TextField
              title={partners.address}
              hint={partners.addressHint}
              wide
              required
              data-first=""
              inputMode="url"
              maxLength={300}
              spellCheck={false}
              invalid={refused === 'url'}
              value={url}
              onText={setUrl}
            />
          ) : (
            <>
              <LinesField title={partners.card} hint={partners.addExplain} rows={6} value={text} onText={setText} />
              <div className="wide-field">
                <FileButton
                  title={partners.chooseFile}
                  accept=".jws,.txt,.card,application/jose,text/plain"
                  onFiles={([file]) => void file?.text().then((content) => setText(content.slice(0, 40_000)))}
                />
              </div>
            </>
          )}
        </>
      )}
    </OrderDialog>
  );
}
