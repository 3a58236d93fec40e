/** The service is there and does not know this screen: say how to get in. */
import type { ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';

export function Locked(): ReactNode {
  const { locked } = useTexts();
  return (
    <main className="full-page">
      <div className="full-card stack">
        <p className="full-name">Tokumei</p>
        <h1>{locked.title}</h1>
        <p>{locked.explain}</p>
        <p className="full-soft">{locked.how}</p>
        <div className="row">
          <button type="button" className="button" onClick={() => location.reload()}>
            {locked.again}
          </button>
        </div>
        <p className="meta">not-signed-in</p>
      </div>
    </main>
  );
}
