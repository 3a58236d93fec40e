/** The fees as they are typed: flat rates and zones by size, weight, and what collecting cash costs. */
import { type ReactNode, useState } from 'react';
import { SIZE_CLASSES, WEIGHT_CLASSES } from '#shared/domain/parcel-size.ts';
import { useTexts } from '../stores/use-texts.ts';
import { type FeeDraft, isFee, parseFee, type ZoneDraft } from './fee-draft.ts';
import { useZoneName } from './zone-name.ts';

export interface Draft {
  readonly draft: FeeDraft;
  readonly readOnly: boolean;
  readonly onChange: (part: Partial<FeeDraft>) => void;
}

function FeeCell({
  label,
  value,
  required,
  placeholder,
  readOnly,
  onText,
}: {
  readonly label: string;
  readonly value: string;
  readonly required?: boolean;
  readonly placeholder?: string | undefined;
  readonly readOnly: boolean;
  readonly onText: (text: string) => void;
}): ReactNode {
  const isBad = required ? parseFee(value) === undefined : !isFee(value);
  return (
    <input
      className="input fee"
      inputMode="numeric"
      autoComplete="off"
      aria-label={label}
      aria-invalid={isBad}
      placeholder={placeholder ?? '–'}
      readOnly={readOnly}
      value={value}
      onChange={(event) => onText(event.target.value)}
    />
  );
}

/** At the end of a row of any of these tables. */
export function RemoveButton({
  label,
  onRemove,
}: {
  readonly label: string;
  readonly onRemove: () => void;
}): ReactNode {
  return (
    <button type="button" className="button slim plain" aria-label={label} onClick={onRemove}>
      ×
    </button>
  );
}

export function FeesBySize({ draft, readOnly, onChange }: Draft): ReactNode {
  const { fees } = useTexts();
  const nameOf = useZoneName();
  const [added, setAdded] = useState('');
  const changeZone = (zone: string, part: Partial<ZoneDraft>): void =>
    onChange({ zones: draft.zones.map((each) => (each.zone === zone ? { ...each, ...part } : each)) });
  const canAdd = added.trim() !== '' && !draft.zones.some(({ zone }) => zone === added.trim());
  return (
    <section className="card stack" aria-label={fees.fees}>
      <div className="fee-scroll">
        <table className="table fees">
          <thead>
            <tr>
              <th scope="col">{fees.zone}</th>
              <th scope="col">{fees.everySize}</th>
              {SIZE_CLASSES.map((size) => (
                <th key={size} scope="col">
                  {size}
                </th>
              ))}
              {!readOnly && <th aria-hidden="true" className="fee-remove" />}
            </tr>
          </thead>
          <tbody>
            <tr className="fee-flat">
              <th scope="row" colSpan={2}>
                {fees.flat}
                <span className="meta">{fees.flatHint}</span>
              </th>
              {SIZE_CLASSES.map((size) => (
                <td key={size}>
                  <FeeCell
                    label={fees.flatOf(size)}
                    readOnly={readOnly}
                    value={draft.fees[size] ?? ''}
                    onText={(text) => onChange({ fees: { ...draft.fees, [size]: text } })}
                  />
                </td>
              ))}
              {!readOnly && <td />}
            </tr>
            <tr>
              <th scope="rowgroup" colSpan={readOnly ? 9 : 10} className="fee-head">
                {fees.surcharges} <span className="meta">{fees.zoneHint}</span>
              </th>
            </tr>
            {draft.zones.map(({ zone, base, sizes }) => (
              <tr key={zone}>
                <th scope="row">{nameOf(zone)}</th>
                <td>
                  <FeeCell
                    label={fees.zoneOf(nameOf(zone), undefined)}
                    required
                    readOnly={readOnly}
                    value={base}
                    onText={(text) => changeZone(zone, { base: text })}
                  />
                </td>
                {SIZE_CLASSES.map((size) => (
                  <td key={size}>
                    <FeeCell
                      label={fees.zoneOf(nameOf(zone), size)}
                      placeholder={base}
                      readOnly={readOnly}
                      value={sizes[size] ?? ''}
                      onText={(text) => changeZone(zone, { sizes: { ...sizes, [size]: text } })}
                    />
                  </td>
                ))}
                {!readOnly && (
                  <td>
                    <RemoveButton
                      label={fees.removeZone(nameOf(zone))}
                      onRemove={() => onChange({ zones: draft.zones.filter((each) => each.zone !== zone) })}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!readOnly && (
        <form
          className="fee-add"
          onSubmit={(event) => {
            event.preventDefault();
            if (!canAdd) return;
            onChange({ zones: [...draft.zones, { zone: added.trim(), base: '0', sizes: {} }] });
            setAdded('');
          }}
        >
          <input
            className="input"
            aria-label={fees.zoneName}
            placeholder={fees.zoneName}
            maxLength={40}
            value={added}
            onChange={(event) => setAdded(event.target.value)}
          />
          <button type="submit" className="button" disabled={!canAdd}>
            {fees.addZone}
          </button>
        </form>
      )}
    </section>
  );
}

export function FeesByWeight({ draft, readOnly, onChange }: Draft): ReactNode {
  const { fees } = useTexts();
  return (
    <section className="card stack" aria-label={fees.weights}>
      <h2>{fees.weights}</h2>
      <div className="fee-row">
        {WEIGHT_CLASSES.map((weight) => (
          <label key={weight} className="field">
            <span>{fees.weightOf(weight)}</span>
            <FeeCell
              label={fees.weightOf(weight)}
              readOnly={readOnly}
              value={draft.weights[weight] ?? ''}
              onText={(text) => onChange({ weights: { ...draft.weights, [weight]: text } })}
            />
          </label>
        ))}
      </div>
    </section>
  );
}

export function CollectingFees({ draft, readOnly, onChange }: Draft): ReactNode {
  const { fees } = useTexts();
  const { steps } = draft;
  const change = (at: number, part: Partial<(typeof steps)[number]>): void =>
    onChange({ steps: steps.map((step, each) => (each === at ? { ...step, ...part } : step)) });
  const hasRest = steps.at(-1)?.upTo === '';
  function add(): void {
    // The one without an end stays the last.
    const rest = hasRest ? steps.slice(-1) : [{ upTo: '', fee: '0' }];
    const before = hasRest ? steps.slice(0, -1) : steps;
    onChange({ steps: steps.length === 0 ? rest : [...before, { upTo: '0', fee: '0' }, ...rest] });
  }
  return (
    <section className="card stack" aria-label={fees.collecting}>
      <h2>{fees.collecting}</h2>
      {steps.length === 0 && <p className="meta">{fees.noCollecting}</p>}
      {steps.map(({ upTo, fee }, at) => {
        const isRest = at === steps.length - 1 && upTo === '';
        return (
          <div key={at} className="fee-step">
            {isRest ? (
              <span className="fee-rest">{fees.collectingRest}</span>
            ) : (
              <label className="field inline">
                <span>{fees.collectingUpTo}</span>
                <FeeCell
                  label={fees.collectingUpTo}
                  required
                  readOnly={readOnly}
                  value={upTo}
                  onText={(text) => change(at, { upTo: text })}
                />
              </label>
            )}
            <label className="field inline">
              <span>{fees.collectingFee}</span>
              <FeeCell
                label={fees.collectingFee}
                required
                readOnly={readOnly}
                value={fee}
                onText={(text) => change(at, { fee: text })}
              />
            </label>
            {!readOnly && (
              <RemoveButton
                label={fees.removeStep(isRest ? fees.collectingRest : upTo)}
                onRemove={() => onChange({ steps: steps.filter((_, each) => each !== at) })}
              />
            )}
          </div>
        );
      })}
      {!readOnly && (
        <div>
          <button type="button" className="button" onClick={add}>
            {fees.addStep}
          </button>
        </div>
      )}
    </section>
  );
}
