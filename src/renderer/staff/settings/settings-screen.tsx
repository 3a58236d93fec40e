/** Settings of this computer and of the party, section by section, with a search over both languages. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Office } from '#shared/desk/office.ts';
import { DESK_TEXTS, LANGUAGES } from '#shared/locale/desk.ts';
import { rankOf } from '../components/fuzzy.ts';
import { ListScreen } from '../components/list-screen.tsx';
import { addressParts, useHash } from '../route.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { SECTIONS, type SettingsSection } from './sections.ts';

export function SettingsScreen(): ReactNode {
  const texts = useTexts();
  const { frame, settings } = texts;
  const office = useOffice((store) => store.office);
  const [query, setQuery] = useState('');
  const asked = addressParts(useHash()).get('section') ?? undefined;
  const body = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (asked === undefined) return;
    const heading = body.current?.querySelector<HTMLElement>(`[id="section-${CSS.escape(asked)}"]`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }, [asked]);

  if (!office) return null;
  const found = sectionsOf(office).filter((section) => fits(query, section));
  return (
    <ListScreen title={frame.screens.settings} filter={query} onFilter={setQuery}>
      <div className="screen-body settings-body" ref={body}>
        <nav className="settings-index" aria-label={settings.sectionsLabel}>
          <ul>
            {found.map(({ id, title }) => (
              <li key={id}>
                <a href={`#/settings?section=${id}`} aria-current={asked === id ? 'location' : undefined}>
                  {title(texts)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="settings-sections">
          {found.length === 0 && <p className="meta">{settings.nothingFound}</p>}
          {found.map(({ id, of, title, Body }) => (
            <section key={id} className="settings-section" aria-labelledby={`section-${id}`}>
              <h2 id={`section-${id}`} tabIndex={-1}>
                {title(texts)}
                <span className="meta">{settings.of[of]}</span>
              </h2>
              <Body />
            </section>
          ))}
          <p className="meta">{settings.stored}</p>
        </div>
      </div>
    </ListScreen>
  );
}

/** What this account sees of the settings at this desk. */
export function sectionsOf(office: Office): readonly SettingsSection[] {
  return SECTIONS.filter(
    ({ stands, permission }) =>
      (stands?.(office) ?? true) && (permission === undefined || office.permissions.includes(permission)),
  );
}

function fits(query: string, { title, words, reading }: SettingsSection): boolean {
  const texts = LANGUAGES.flatMap((language) => [title(DESK_TEXTS[language]), ...words(DESK_TEXTS[language])]);
  return rankOf(query, texts, reading === undefined ? [] : [reading]) !== undefined;
}
