/** Pieces of one product or of many, counted or gone, and why. */
import { type ReactNode, useState } from 'react';
import { COUNT_REASONS, type CountReason, type StockCount } from '#shared/desk/catalogue.ts';
import { LARGEST_STOCK } from '#shared/domain/product-entry.ts';
import { desk } from '../../client.ts';
import { TextField } from '../../components/fields.tsx';
import { OrderDialog } from '../../components/order-dialog.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useTexts } from '../../stores/use-texts.ts';

const HOWS = ['set', 'change', 'uncounted'] as const;
type How = (typeof HOWS)[number];

/** `undefined` for anything that is no count of pieces. */
export function parsePieces(typed: string, signed: boolean): number | undefined {
  const text = typed
    .normalize('NFKC')
    .replace(/[\s,]/g, '')
    .replace(/^[−–ー]/, '-');
  if (!(signed ? /^[+-]?\d{1,7}$/ : /^\d{1,7}$/).test(text)) return undefined;
  const pieces = Number(text);
  return Math.abs(pieces) <= LARGEST_STOCK ? pieces : undefined;
}

export function CountDialog({
  products,
  onDone,
  onClose,
}: {
  readonly products: readonly { readonly sku: string; readonly stock?: number }[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { stockCount } = useTexts();
  const [how, setHow] = useState<How>('set');
  const [reason, setReason] = useState<CountReason>('counted');
  const [typed, setTyped] = useState('');
  const pieces = parsePieces(typed, how === 'change');
  const countOf = (sku: string): StockCount =>
    how === 'uncounted' ? { sku, stock: null } : how === 'set' ? { sku, stock: pieces! } : { sku, add: pieces! };
  const only = products.length === 1 ? products[0] : undefined;
  return (
    <OrderDialog
      title={stockCount.title(products.length)}
      {...(only && { explain: `${only.sku} · ${stockCount.now(only.stock?.toLocaleString() ?? stockCount.nobody)}` })}
      confirm={stockCount.save}
      disabled={how !== 'uncounted' && pieces === undefined}
      order={() => desk.call('catalogue.count', { counts: products.map(({ sku }) => countOf(sku)), reason })}
      onDone={onDone}
      onClose={onClose}
    >
      {() => (
        <>
          <SelectField
            title={stockCount.how}
            value={how}
            options={HOWS.map((each) => [each, stockCount[each]] as const)}
            onChoose={setHow}
          />
          <TextField
            title={how === 'change' ? stockCount.piecesChange : stockCount.pieces}
            inputMode="numeric"
            data-first=""
            disabled={how === 'uncounted'}
            invalid={how !== 'uncounted' && typed !== '' && pieces === undefined}
            value={how === 'uncounted' ? '' : typed}
            onText={setTyped}
          />
          <SelectField
            title={stockCount.reason}
            value={reason}
            options={COUNT_REASONS.map((each) => [each, stockCount.reasons[each]] as const)}
            onChoose={setReason}
          />
        </>
      )}
    </OrderDialog>
  );
}
