/** Shows what comes in, how, and how fast. While the settings are open nothing that is scanned does anything else. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CALIBRATION_TEXT, readAction } from '#shared/desk/station-actions.ts';
import { type Arrival, tapArrivals } from '../scanner/arrivals.ts';
import { bestReading, isWholeLabel, numberIn, readings } from '../scanner/read-scan.ts';
import { runAction } from '../scanner/run-action.ts';
import { tornNumber } from '../scanner/torn.ts';
import { play } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';

type Kind = 'label' | 'number' | 'command' | 'calibration' | 'torn' | 'other';

export function ScannerTest(): ReactNode {
  const { test, ways, actions, wedge } = useTexts().scanner;
  const [arrival, setArrival] = useState<Arrival>();
  const field = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      tapArrivals((came) => {
        setArrival(came);
        field.current?.scrollIntoView({ block: 'nearest' });
        play('done');
        // Without a keyboard the way back to the station is a command, too.
        if (readings(came.scan).map(readAction).includes('station')) runAction('station');
      }),
    [],
  );
  const text = arrival && bestReading(arrival.scan);
  const action =
    arrival &&
    readings(arrival.scan)
      .map(readAction)
      .find((found) => found !== undefined);
  return (
    <div className="scanner-part scanner-live">
      <h3>{test.title}</h3>
      <div ref={field} className="scanner-live-field" role="status" data-arrival={arrival?.way ?? ''}>
        {arrival === undefined || text === undefined ? (
          <p className="meta">{test.waiting}</p>
        ) : (
          <>
            <code className="scanner-raw">{text}</code>
            <dl className="facts">
              <dt>{test.means}</dt>
              <dd>
                {test.kinds[kindOf(arrival)]}
                {action !== undefined && action !== 'unknown' && ` · ${actions[action]}`}
              </dd>
              <dt>{test.how}</dt>
              <dd>{ways[arrival.way]}</dd>
              {arrival.pace !== undefined && (
                <>
                  <dt>{test.pace}</dt>
                  <dd>
                    {arrival.way === 'wedge'
                      ? wedge.perKey(Math.round(arrival.pace))
                      : test.took(Math.round(arrival.pace))}
                  </dd>
                </>
              )}
            </dl>
          </>
        )}
      </div>
    </div>
  );
}

function kindOf({ scan }: Arrival): Kind {
  const texts = readings(scan);
  if (texts.some((text) => text.toUpperCase() === CALIBRATION_TEXT)) return 'calibration';
  if (texts.some((text) => readAction(text) !== undefined)) return 'command';
  if (texts.some(isWholeLabel)) return 'label';
  if (texts.some((text) => numberIn(text) !== undefined)) return 'number';
  return tornNumber(texts) ? 'torn' : 'other';
}
