/** What the customer wishes of the parcel in hand, readable at two metres. */
import type { ReactNode } from 'react';
import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { Glyph } from '../../components/glyph.tsx';
import { showDay, useTexts } from '../../stores/use-texts.ts';

export function WishLines({ wish }: { readonly wish: DeliveryWish }): ReactNode {
  const { tours } = useTexts();
  const { day, slot, hold } = wish;
  if (hold !== undefined) {
    return (
      <p className="scan-wish hold">
        <Glyph sign="stop" size={28} /> {tours.wish.hold}
        {hold !== '' && <span className="scan-depot">{hold}</span>}
      </p>
    );
  }
  const when = [day === undefined ? tours.wish.anyDay : showDay(day), slot && tours.slots[slot]];
  return (
    <p className="scan-wish">
      <span className="scan-depot">{tours.wish.when}</span> {when.filter(Boolean).join(' ')}
    </p>
  );
}
