/** The licences of everything that is shipped; the list is made when the program is built. */
import { type ReactNode, useEffect, useState } from 'react';
import { z } from 'zod';
import { useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const licencesSection: SettingsSection = {
  id: 'licences',
  of: 'party',
  title: ({ upkeep }) => upkeep.licences.title,
  words: ({ upkeep: { licences } }) => [licences.search, 'license', 'copyright'],
  reading: 'ライセンス',
  Body: Licences,
};

const listSchema = z.object({
  packages: z.array(
    z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.int().exactOptional() }),
  ),
  texts: z.array(z.string()),
});
type LicenceList = z.infer<typeof listSchema>;

function Licences(): ReactNode {
  const { licences: texts } = useTexts().upkeep;
  const [list, setList] = useState<LicenceList | 'missing'>();
  const [query, setQuery] = useState('');
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<LicenceList | 'missing'> => {
      const answer = await fetch('./licences.json');
      return answer.ok ? listSchema.parse(await answer.json()) : 'missing';
    };
    void read()
      .catch((): 'missing' => 'missing')
      .then((found) => void (gone || setList(found)));
    return () => void (gone = true);
  }, []);
  if (list === undefined) return null;
  if (list === 'missing') return <p className="meta">{texts.unavailable}</p>;
  const wanted = query.trim().toLowerCase();
  const found = list.packages.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted));
  return (
    <div className="stack">
      <p className="meta">{texts.explain(list.packages.length)}</p>
      <input
        type="search"
        className="input filter"
        aria-label={texts.search}
        placeholder={texts.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {found.length === 0 && <p className="meta">{texts.none}</p>}
      <div className="licences" role="region" aria-label={texts.title} tabIndex={0}>
        {found.map(({ name, version, licence, text }) => (
          <Licence key={`${name} ${version}`} head={`${name} ${version}`} licence={licence}>
            {text === undefined ? texts.noText : list.texts[text]}
          </Licence>
        ))}
      </div>
    </div>
  );
}

function Licence({
  head,
  licence,
  children,
}: {
  readonly head: string;
  readonly licence: string;
  readonly children: ReactNode;
}): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {head} <span className="meta">{licence}</span>
      </summary>
      {open && <pre lang="en">{children}</pre>}
    </details>
  );
}
