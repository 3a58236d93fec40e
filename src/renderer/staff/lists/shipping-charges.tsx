/** What the shop adds to an order for its parcel, by size class. An empty field adds nothing. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { LARGEST_CHARGE, type ShippingCharges } from '#shared/desk/catalogue.ts';
import { SIZE_CLASSES, type SizeClass } from '#shared/domain/parcel-size.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { parseAmount } from '../components/amount.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

type Typed = Readonly<Partial<Record<SizeClass, string>>>;

/** Yen; `undefined` for anything that is not a charge. */
function parseCharge(typed: string): number | undefined {
  if (typed.trim() === '') return 0;
  const value = parseAmount(typed, 'JPY')?.value;
  return value !== undefined && value <= LARGEST_CHARGE ? value : undefined;
}

export function ShippingChargesForm(): ReactNode {
  const { catalogue, undo } = useTexts();
  const { value: charges } = useQuery('charges.read', {}, ['catalogue']);
  const [typed, setTyped] = useState<Typed>({});
  const [failure, setFailure] = useState<Failure>();
  const [saved, setSaved] = useState(false);

  const textOf = (size: SizeClass): string => typed[size] ?? charges?.[size]?.toString() ?? '';
  const entered = SIZE_CLASSES.map((size) => [size, parseCharge(textOf(size))] as const);
  const bad = entered.some(([, charge]) => charge === undefined);
  const changed = entered.some(([size, charge]) => charge !== (charges?.[size] ?? 0));

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (bad || !changed) return;
    const wanted: ShippingCharges = Object.fromEntries(entered.filter(([, charge]) => charge));
    const result = await desk.call('charges.change', { charges: wanted });
    setFailure(result.ok ? undefined : result.error);
    setSaved(result.ok);
    if (!result.ok) return;
    setTyped({});
    if (charges) offerUndo({ text: undo.charges, undo: () => desk.call('charges.change', { charges }) });
  }
  return (
    <form className="card charges" aria-label={catalogue.charges} onSubmit={(event) => void save(event)}>
      <div className="charges-about">
        <p className="meta" role="status">
          {bad ? catalogue.chargeBad : saved && !changed ? catalogue.chargesSaved : catalogue.chargesExplain}
        </p>
      </div>
      <div className="charges-fields">
        {SIZE_CLASSES.map((size) => (
          <label key={size} className="field">
            <span>{size}</span>
            <input
              className="input"
              inputMode="numeric"
              autoComplete="off"
              aria-label={catalogue.chargeOf(size)}
              aria-invalid={parseCharge(textOf(size)) === undefined}
              placeholder="–"
              disabled={!charges}
              value={textOf(size)}
              onChange={(event) => {
                setSaved(false);
                setTyped({ ...typed, [size]: event.target.value });
              }}
            />
          </label>
        ))}
        <button type="submit" className="button" disabled={bad || !changed}>
          {catalogue.chargesSave}
        </button>
      </div>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}
