/** Name, accent colour and logo of the customer pages, with what becomes of them in light and dark. */
import { type ReactNode, useState } from 'react';
import { type Branding, LOGO_HEIGHT, LOGO_WIDTH } from '#shared/desk/branding.ts';
import { accentScheme, contrast, cssColour, DARK_PAPER, LIGHT_PAPER } from '#shared/domain/accent.ts';
import { LANGUAGES, DESK_TEXTS } from '#shared/locale/desk.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { FileButton } from '../components/file-button.tsx';
import { Note } from '../components/note.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const brandingSection: SettingsSection = {
  id: 'branding',
  of: 'party',
  title: ({ branding }) => branding.section,
  words: ({ branding }) => [
    branding.logo,
    branding.accent,
    branding.name,
    ...LANGUAGES.flatMap((one) => DESK_TEXTS[one].branding.words),
  ],
  reading: 'おきゃくさまページのみため ろご いろ',
  stands: ({ publicUrl }) => publicUrl !== undefined,
  permission: 'keys',
  Body: BrandingForm,
};

/** A new logo as base64 of the file; `''` takes the old one away. */
interface Draft {
  readonly name: string;
  readonly accent: string;
  readonly logo?: string;
  /** What the preview shows. */
  readonly shown?: string | undefined;
}

function BrandingForm(): ReactNode {
  const { value, failure } = useQuery('branding.read', {});
  if (!value) return failure ? <FailureNote failure={failure} /> : null;
  return <BrandingFields value={value} />;
}

function BrandingFields({ value }: { readonly value: Branding }): ReactNode {
  const { branding } = useTexts();
  const [draft, setDraft] = useState<Draft>(() => toDraft(value));
  const [problem, setProblem] = useState<Failure>();
  const [saved, setSaved] = useState(false);

  function change(part: Partial<Draft>): void {
    setSaved(false);
    setDraft((before) => ({ ...before, ...part }));
  }
  async function choose([file]: readonly File[]): Promise<void> {
    const read = file && (await readLogo(file));
    if (!read) return setProblem({ code: 'logo-unreadable' });
    setProblem(undefined);
    change({ logo: read.base64, shown: read.url });
  }
  async function save(): Promise<void> {
    const { name, accent, logo } = draft;
    const done = await desk.call('branding.save', { name, accent, ...(logo !== undefined && { logo }) });
    setProblem(done.ok ? undefined : done.error);
    if (!done.ok) return;
    setDraft(toDraft(done.value));
    setSaved(true);
  }
  const isWhole = draft.name.trim() !== '' && /^#[0-9a-f]{6}$/i.test(draft.accent);
  return (
    <form
      className="stack branding"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        title={branding.name}
        hint={branding.registered(value.registeredName)}
        maxLength={60}
        value={draft.name}
        onText={(name) => change({ name })}
      />
      <div className="branding-accent">
        <TextField
          title={branding.accent}
          hint={branding.accentHint}
          maxLength={7}
          spellCheck={false}
          value={draft.accent}
          onText={(accent) => change({ accent })}
        />
        <input
          type="color"
          aria-label={branding.pick}
          value={isWhole ? draft.accent.toLowerCase() : '#264b7d'}
          onChange={(event) => change({ accent: event.target.value })}
        />
      </div>
      <div className="stack">
        <p className="strong">{branding.logo}</p>
        <p className="meta">{draft.shown === undefined ? branding.noLogo : branding.logoHint}</p>
        <div className="row">
          <FileButton
            title={branding.choose}
            accept=".svg,.png,.webp,image/svg+xml,image/png,image/webp"
            onFiles={(files) => void choose(files)}
          />
          {draft.shown !== undefined && (
            <button type="button" className="button" onClick={() => change({ logo: '', shown: undefined })}>
              {branding.remove}
            </button>
          )}
        </div>
      </div>
      <div className="branding-preview" role="group" aria-label={branding.preview}>
        <Preview draft={draft} scheme="light" />
        <Preview draft={draft} scheme="dark" />
      </div>
      {problem && <FailureNote failure={problem} />}
      {saved && <Note sign="done" title={branding.saved} />}
      <div className="row">
        <button type="submit" className="button primary" disabled={!isWhole}>
          {branding.save}
        </button>
      </div>
    </form>
  );
}

function toDraft({ name, accent, logo }: Branding): Draft {
  return { name, accent, shown: logo };
}

/** A piece of a page in one scheme, and the contrast that its button will have. */
function Preview({ draft, scheme }: { readonly draft: Draft; readonly scheme: 'light' | 'dark' }): ReactNode {
  const { branding } = useTexts();
  const { accent, on } = accentScheme(draft.accent, scheme);
  const paper = scheme === 'light' ? LIGHT_PAPER : DARK_PAPER;
  const ink = scheme === 'light' ? '#1b1f24' : '#e8e6e1';
  const initial = [...new Intl.Segmenter().segment(draft.name.trim())][0]?.segment ?? '';
  return (
    <figure className="branding-page" data-scheme={scheme} style={{ background: cssColour(paper), color: ink }}>
      <figcaption>{branding[scheme]}</figcaption>
      <p className="branding-top">
        {draft.shown === undefined ? (
          <span className="branding-seal" style={{ background: cssColour(accent), color: cssColour(on) }}>
            {initial}
          </span>
        ) : (
          <img src={draft.shown} alt="" className="branding-logo" />
        )}
        {draft.name}
      </p>
      <p className="branding-button" style={{ background: cssColour(accent), color: cssColour(on) }}>
        {branding.button}
      </p>
      <p className="branding-contrast">{branding.contrast(contrast(accent, on).toFixed(1))}</p>
    </figure>
  );
}

/** An SVG as it is; any other picture drawn anew as a PNG no larger than pages need. */
async function readLogo(file: File): Promise<{ readonly base64: string; readonly url: string } | undefined> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isDrawing = /^(\uFEFF)?\s*(<\?xml|<!--|<svg)/.test(new TextDecoder().decode(bytes.subarray(0, 200)));
  if (isDrawing) return asPicture(new Blob([bytes], { type: 'image/svg+xml' }));
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LOGO_WIDTH / picture.width, LOGO_HEIGHT / picture.height);
    const canvas = new OffscreenCanvas(Math.max(1, picture.width * scale), Math.max(1, picture.height * scale));
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await asPicture(await canvas.convertToBlob({ type: 'image/png' }));
  } catch {
    return undefined;
  }
}

function asPicture(blob: Blob): Promise<{ base64: string; url: string }> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.addEventListener('load', () => {
      const url = String(reader.result);
      resolve({ url, base64: url.slice(url.indexOf(',') + 1) });
    });
    reader.readAsDataURL(blob);
  });
}
