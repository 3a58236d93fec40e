/** In the bar while something ends soon or a clock is wrong, and leads to what can be done about it. */
import type { ReactNode } from 'react';
import { warningText } from '../lists/keys.tsx';
import { navigate } from '../route.ts';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

export function KeyWatch(): ReactNode {
  const texts = useTexts();
  const mayRenew = useMay('keys');
  const { value } = useQuery('keys.warnings', {}, ['keys', 'partners']);
  const first = value?.find(({ step }) => step !== 'early');
  if (!first) return null;
  const words = warningText(texts, first);
  const look = first.step === 'urgent' ? 'mark stop' : 'mark look';
  return mayRenew ? (
    <button type="button" className={`bar-button ${look}`} onClick={() => navigate('keys')}>
      {words}
    </button>
  ) : (
    <span className={look}>{words}</span>
  );
}
