/** A field to sign in with a finger, a pen or a mouse. Who has none of them gives a name instead. */
import { type PointerEvent, type ReactNode, useRef } from 'react';
import { type Point, SIGNATURE_HEIGHT, SIGNATURE_WIDTH, signaturePath, type Stroke } from '#shared/domain/signature.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function SignaturePad({
  strokes,
  onDraw,
}: {
  readonly strokes: readonly Stroke[];
  readonly onDraw: (strokes: readonly Stroke[]) => void;
}): ReactNode {
  const { scan } = useTexts();
  const drawing = useRef(false);

  const pointOf = ({ clientX, clientY, currentTarget }: PointerEvent<SVGSVGElement>): Point => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    return [((clientX - left) / width) * SIGNATURE_WIDTH, ((clientY - top) / height) * SIGNATURE_HEIGHT];
  };

  return (
    <div className="signature">
      <span className="meta">{scan.proofSign}</span>
      <svg
        viewBox={`0 0 ${SIGNATURE_WIDTH} ${SIGNATURE_HEIGHT}`}
        role="img"
        aria-label={scan.proofSign}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drawing.current = true;
          onDraw([...strokes, [pointOf(event)]]);
        }}
        onPointerMove={(event) => {
          if (!drawing.current) return;
          const last = strokes.at(-1) ?? [];
          onDraw([...strokes.slice(0, -1), [...last, pointOf(event)]]);
        }}
        onPointerUp={() => void (drawing.current = false)}
        onPointerCancel={() => void (drawing.current = false)}
      >
        <line x1="12" x2={SIGNATURE_WIDTH - 12} y1="98" y2="98" />
        <path d={signaturePath(strokes)} />
      </svg>
      <button type="button" className="button small" disabled={strokes.length === 0} onClick={() => onDraw([])}>
        {scan.proofAgain}
      </button>
    </div>
  );
}
