/** How a station stands to the service, by sign and word, and when it was last there. */
import type { ReactNode } from 'react';
import type { StationRow } from '#shared/desk/stations.ts';
import { Glyph, type Sign } from '../components/glyph.tsx';
import { formatTime, useTexts } from '../stores/use-texts.ts';

type Part = { readonly station: StationRow };

export function StationState({ station: { state, connected } }: Part): ReactNode {
  const { stations: texts } = useTexts();
  const [sign, word]: readonly [Sign, string] =
    state === 'revoked' ? ['stop', texts.revoked] : connected ? ['done', texts.connected] : ['wait', texts.away];
  return (
    <span className={`station-state ${sign}`}>
      <Glyph sign={sign} size={16} />
      {word}
    </span>
  );
}

export function Seen({ station: { connected, seenAt } }: Part): ReactNode {
  const { stations: texts } = useTexts();
  if (connected) return texts.now;
  return seenAt === undefined ? texts.never : formatTime(seenAt);
}
