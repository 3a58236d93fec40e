/** The window: tabs of the three desks and the shop, the story beside them. Frames stay as they are behind other tabs. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { DEMO_DESKS, type DemoDesk } from '#shared/desk/demo.ts';
import { Segments } from '../components/segments.tsx';
import { Locked } from '../frame/locked.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { DeskFrame } from './desk-frame.tsx';
import { useDemo } from './demo-store.ts';
import { ShopTab } from './shop-tab.tsx';
import { Story } from './story.tsx';

const TABS = ['shop', ...DEMO_DESKS] as const;
type Tab = (typeof TABS)[number];

export function DemoWindow(): ReactNode {
  const { demo, frame, settings, common } = useTexts();
  const { line, state } = useDemo();
  const { language, choose } = useSettings();
  const [tab, setTab] = useState<Tab>('shop');
  const [opened, setOpened] = useState<readonly DemoDesk[]>([]);
  const list = useRef<HTMLDivElement>(null);
  if (line === 'locked') return <Locked />;
  if (!state) return <p className="meta demo-loading">{common.loading}</p>;

  function show(next: Tab): void {
    setTab(next);
    if (next !== 'shop' && !opened.includes(next)) setOpened([...opened, next]);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!;
    show(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }
  return (
    <div className="demo">
      <header className="demo-head">
        <h1>{demo.title}</h1>
        <p className="mark look">{demo.notReal}</p>
        <Segments
          label={frame.language}
          choices={[
            ['ja', settings.languages.ja],
            ['en', settings.languages.en],
          ]}
          chosen={language}
          onChoose={(chosen) => choose({ language: chosen })}
        />
      </header>
      <Story onShow={show} />
      <main className="demo-main">
        <div ref={list} className="demo-tabs" role="tablist" aria-label={demo.frames} onKeyDown={onKeyDown}>
          {TABS.map((each) => (
            <button
              key={each}
              id={`tab-${each}`}
              type="button"
              role="tab"
              aria-selected={tab === each}
              aria-controls={`panel-${each}`}
              tabIndex={tab === each ? 0 : -1}
              onClick={() => show(each)}
            >
              <span className="strong">{each === 'shop' ? demo.shop : demo.desks[each]}</span>
              {each !== 'shop' && <span className="meta">{state.parties[each].name}</span>}
            </button>
          ))}
        </div>
        {TABS.map((each) => (
          <div
            key={each}
            id={`panel-${each}`}
            className="demo-panel"
            role="tabpanel"
            aria-labelledby={`tab-${each}`}
            hidden={tab !== each}
          >
            {each === 'shop' ? (
              <ShopTab state={state} />
            ) : (
              opened.includes(each) && <DeskFrame desk={each} title={state.parties[each].name} />
            )}
          </div>
        ))}
      </main>
    </div>
  );
}
