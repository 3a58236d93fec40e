/** How long customers may ask to send something back; the party's own, so not at a bench. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { LONGEST_RETURN_PERIOD } from '#shared/desk/returns.ts';
import { desk } from '../../client.ts';
import { useQuery } from '../../stores/use-query.ts';
import { offerUndo } from '../../stores/undo-store.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function ReturnPeriod(): ReactNode {
  const { returning, undo } = useTexts();
  const { value, reload } = useQuery('returns.period', {}, ['refunds']);
  const [typed, setTyped] = useState<string>();
  const [saved, setSaved] = useState(false);
  // A station is not told of it.
  if (!value) return null;
  const text = typed ?? String(value.days);
  const days = /^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const isBad = !(days <= LONGEST_RETURN_PERIOD);
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isBad) return;
    const done = await desk.call('returns.change-period', { days });
    setSaved(done.ok);
    if (done.ok) setTyped(undefined);
    const before = value?.days;
    if (done.ok && before !== undefined)
      offerUndo({ text: undo.returnPeriod, undo: () => desk.call('returns.change-period', { days: before }) });
    reload();
  }
  const isChanged = !isBad && days !== value.days;
  return (
    <form className="returns-period" onSubmit={(event) => void save(event)}>
      <label>
        <span>{returning.period}</span>
        <input
          className="input"
          inputMode="numeric"
          autoComplete="off"
          data-digits=""
          aria-invalid={isBad}
          value={text}
          onChange={(event) => {
            setSaved(false);
            setTyped(event.target.value);
          }}
        />
        <span>{returning.periodDays}</span>
      </label>
      <button type="submit" className="button" disabled={!isChanged}>
        {returning.periodSave}
      </button>
      <span className={isBad ? 'meta wrong' : 'meta'} role="status">
        {isBad ? returning.periodBad : saved ? returning.periodSaved : ''}
      </span>
    </form>
  );
}
