/** The pieces of the parcel: items go into the one that is open, which is the last. */
import type { ReactNode } from 'react';
import { Key } from '../../components/words.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import type { Boxes } from './ticks.ts';

export function PackingPieces({
  boxes,
  onAdd,
  onRemove,
}: {
  readonly boxes: Boxes;
  readonly onAdd: () => void;
  readonly onRemove: () => void;
}): ReactNode {
  const { bench } = useTexts();
  const unitsIn = (ticks: Boxes[number]): number => Object.values(ticks).reduce((sum, units) => sum + units, 0);
  return (
    <div className="pieces">
      <h2>{bench.pieces}</h2>
      <ol aria-label={bench.pieces}>
        {boxes.map((ticks, at) => (
          <li key={at} className={at === boxes.length - 1 ? 'piece open' : 'piece'}>
            <b>{at === boxes.length - 1 ? bench.pieceOpen(at + 1) : bench.piece(at + 1)}</b>
            <span className="meta">{bench.pieceUnits(unitsIn(ticks))}</span>
          </li>
        ))}
      </ol>
      <button type="button" className="button" onClick={onAdd}>
        {bench.addPiece} <Key name="+" />
      </button>
      <button
        type="button"
        className="button"
        disabled={boxes.length === 1 || unitsIn(boxes.at(-1)!) > 0}
        onClick={onRemove}
      >
        {bench.removePiece} <Key name="-" />
      </button>
    </div>
  );
}
