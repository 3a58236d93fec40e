/** The way to every screen: stations first, then lists, then the office. */
import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from '../components/icon.tsx';
import { type RailOffice, railOf, type Screen } from '../route.ts';
import { useTexts } from '../stores/use-texts.ts';

export function Rail({ office, screen }: { readonly office: RailOffice; readonly screen: Screen }): ReactNode {
  const { frame } = useTexts();
  const rail = useRef<HTMLElement>(null);
  // On a low screen the rail is longer than its room, and not every way to a screen leads over it.
  useEffect(() => {
    rail.current?.querySelector(`[href="#/${screen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [screen]);
  return (
    <nav ref={rail} className="rail" aria-label="Tokumei">
      {railOf(office).map(({ group, screens }) => (
        <section key={group} aria-labelledby={`rail-${group}`}>
          <h2 id={`rail-${group}`}>{frame[group]}</h2>
          <ul>
            {screens.map((name) => (
              <li key={name}>
                <a href={`#/${name}`} title={frame.screens[name]} aria-current={name === screen ? 'page' : undefined}>
                  <Icon name={name} />
                  <span className="rail-name">{frame.screens[name]}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
