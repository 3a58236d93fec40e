/** The story at the side: what to do next, what has happened, and the numbers and codes that lead on. */
import { type ReactNode, useState } from 'react';
import {
  DEMO_DESKS,
  type DemoDesk,
  type DemoKnowledge,
  type DemoState,
  STORY,
  type StoryStep,
} from '#shared/desk/demo.ts';
import { FACTS } from '#shared/domain/knowledge.ts';
import { Glyph } from '../components/glyph.tsx';
import { HoldingMark } from '../components/knowledge-button.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { NumberText } from '../components/words.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { callDemo, useDemo } from './demo-store.ts';

const PLACE: Readonly<Record<StoryStep, DemoDesk | 'shop' | undefined>> = {
  order: 'shop',
  settle: 'shop',
  address: 'shop',
  print: 'mall',
  accept: 'carrier',
  arrive: 'carrier',
  deliver: 'carrier',
  compare: undefined,
};

export function Story({ onShow }: { readonly onShow: (place: DemoDesk | 'shop') => void }): ReactNode {
  const { demo } = useTexts();
  const state = useDemo((store) => store.state!);
  const again = useDemo((store) => store.again);
  const [known, setKnown] = useState<DemoKnowledge>();
  const next = STORY.find((step) => !state.done.includes(step));

  async function compare(): Promise<void> {
    const answer = await callDemo('demo.compare', {});
    if (answer.ok) setKnown(answer.value);
    await useDemo.getState().look();
  }
  return (
    <aside className="story" aria-label={demo.story}>
      <h2>{demo.story}</h2>
      <p className="meta">{demo.storyExplain}</p>
      <p className="meta">{demo.signIn(state.player.name, state.player.secret)}</p>
      <ol className="story-steps">
        {STORY.map((step, at) => {
          const isDone = state.done.includes(step);
          const place = PLACE[step];
          return (
            <li
              key={step}
              className={isDone ? 'story-step done' : step === next ? 'story-step next' : 'story-step'}
              {...(step === next && { 'aria-current': 'step' as const })}
            >
              <span className="story-sign">{isDone ? <Glyph sign="done" size={20} /> : at + 1}</span>
              <div className="stack">
                <h3>
                  {demo.steps[step].title}
                  {isDone && <span className="unseen"> {demo.done}</span>}
                </h3>
                {step === next && (
                  <>
                    <p>{demo.steps[step].do}</p>
                    <StepHelp step={step} state={state} />
                    {place && (
                      <div className="row">
                        <button type="button" className="button slim" onClick={() => onShow(place)}>
                          {place === 'shop' ? demo.shop : demo.desks[place]}
                        </button>
                      </div>
                    )}
                  </>
                )}
                {step === 'compare' && (step === next || isDone) && (
                  <div className="row">
                    <button type="button" className="button primary" onClick={() => void compare()}>
                      {demo.compare}
                    </button>
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {next === undefined && (
        <button type="button" className="button" onClick={() => void again()}>
          {demo.again}
        </button>
      )}
      {known && <Comparison known={known} onClose={() => setKnown(undefined)} />}
    </aside>
  );
}

/** What has to be typed or scanned at this step. */
function StepHelp({ step, state }: { readonly step: StoryStep; readonly state: DemoState }): ReactNode {
  const { demo } = useTexts();
  const [copied, setCopied] = useState(false);
  const { numbers, label } = state;
  if (step === 'print' && numbers.purchase !== undefined) {
    return (
      <p>
        <span className="meta">{demo.purchase}</span> <NumberText number={numbers.purchase} />
      </p>
    );
  }
  if (PLACE[step] !== 'carrier' || label === undefined) return null;
  return (
    <div className="stack">
      <p>
        <span className="meta">{demo.shipping}</span> <NumberText number={numbers.shipping ?? ''} />
      </p>
      <div className="row">
        <span className="meta">{demo.label}</span>
        <button
          type="button"
          className="button slim"
          aria-label={`${demo.copy}: ${demo.label}`}
          onClick={() => void navigator.clipboard.writeText(label).then(() => setCopied(true))}
        >
          {demo.copy}
        </button>
      </div>
      <p className="meta" role="status">
        {copied && demo.copied}
      </p>
    </div>
  );
}

function Comparison({ known, onClose }: { readonly known: DemoKnowledge; readonly onClose: () => void }): ReactNode {
  const { demo, knowledge } = useTexts();
  const facts = FACTS.filter((fact) => DEMO_DESKS.some((desk) => known[desk]?.some((one) => one.fact === fact)));
  return (
    <LookDialog title={knowledge.title} onClose={onClose}>
      <p className="meta">{knowledge.explain}</p>
      {facts.length === 0 ? (
        <p>{demo.nothingYet}</p>
      ) : (
        <table className="knowledge-table">
          <thead>
            <tr>
              <th scope="col">{demo.fact}</th>
              {DEMO_DESKS.map((desk) => (
                <th key={desk} scope="col">
                  {demo.desks[desk]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.map((fact) => (
              <tr key={fact} data-fact={fact}>
                <th scope="row">{knowledge.facts[fact]}</th>
                {DEMO_DESKS.map((desk) => (
                  <td key={desk}>
                    <HoldingMark holding={known[desk]?.find((one) => one.fact === fact)?.holding ?? 'never'} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </LookDialog>
  );
}
