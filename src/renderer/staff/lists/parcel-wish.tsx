/** What the customer wishes of a parcel; staff write down what a customer with a notice in hand tells them. */
import { type ReactNode, useState } from 'react';
import { DELIVERY_SLOTS, type DeliverySlot, type DeliveryWish } from '#shared/domain/delivery-slot.ts';
import type { Input } from '#shared/desk/contract.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useTexts } from '../stores/use-texts.ts';

export function ParcelWish({ number }: { readonly number: string }): ReactNode {
  const { wish: words, slots } = useTexts().tours;
  const { value } = useQuery('parcels.wishes', { number }, ['parcels']);
  const [asking, setAsking] = useState(false);
  if (!value || (!value.wish && !value.days)) return null;
  const { wish, days } = value;
  return (
    <>
      {wish && (
        <p>
          <span className="meta">{words.when}</span> <span className="strong">{sayWish(wish)}</span>
        </p>
      )}
      {days && (
        <div className="row">
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {words.take}
          </button>
        </div>
      )}
      {asking && days && (
        <WishDialog number={number} days={days} held={wish?.hold !== undefined} onClose={() => setAsking(false)} />
      )}
    </>
  );

  function sayWish({ day, slot, hold }: DeliveryWish): string {
    if (hold !== undefined) return [words.holdShort, hold].filter(Boolean).join(' ');
    return [day === undefined ? words.anyDay : showDay(day), slot && slots[slot]].filter(Boolean).join(' ');
  }
}

function WishDialog({
  number,
  days,
  held,
  onClose,
}: {
  readonly number: string;
  readonly days: readonly string[];
  readonly held: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { day: dayTitle, slot: slotTitle, anySlot, slots, wish } = useTexts().tours;
  const [day, setDay] = useState('');
  const [slot, setSlot] = useState<DeliverySlot | ''>('');
  const [failure, setFailure] = useState<Failure>();

  async function ask(asked: Input<'parcels.wish'>): Promise<void> {
    const done = await desk.call('parcels.wish', asked);
    if (done.ok) onClose();
    else setFailure(done.error);
  }
  return (
    <Dialog title={wish.take} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void ask({ number, ask: 'time', day, slot });
        }}
      >
        <p className="meta">{wish.takeExplain}</p>
        <SelectField
          title={dayTitle}
          value={day}
          first
          options={[['', wish.anyDay], ...days.map((each) => [each, showDay(each)] as const)]}
          onChoose={setDay}
        />
        <SelectField
          title={slotTitle}
          value={slot}
          options={[['', anySlot] as const, ...DELIVERY_SLOTS.map((each) => [each, slots[each]] as const)]}
          onChoose={setSlot}
        />
        {failure && <FailureNote failure={failure} />}
        <div className="row">
          <button type="submit" className="button primary">
            {wish.bringThen}
          </button>
          {!held && (
            <button
              type="button"
              className="button"
              onClick={() => void ask({ number, ask: 'hold', day: '', slot: '' })}
            >
              {wish.holdIt}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
