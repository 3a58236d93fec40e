/** A new passphrase: shown while it is typed, or hidden and typed twice; how strong it is, in words. */
import { type ReactNode, useEffect, useId, useLayoutEffect, useState } from 'react';
import { SHORTEST_PASSPHRASE } from '#shared/desk/setup.ts';
import { TextField } from '../components/fields.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { loadStrength, type Strength } from './strength.ts';

/** From here on it will do. */
const ENOUGH = 2;

export function PassphraseField({
  title,
  hint,
  own,
  autoFocus,
  onChosen,
}: {
  readonly title: string;
  readonly hint?: string;
  /** Words that a thief would try first. */
  readonly own: readonly string[];
  readonly autoFocus?: boolean;
  /** Undefined while it will not do. */
  readonly onChosen: (passphrase: string | undefined) => void;
}): ReactNode {
  const { passphrase: texts } = useTexts().setup;
  const [typed, setTyped] = useState('');
  const [again, setAgain] = useState('');
  const [shown, setShown] = useState(true);
  const [check, setCheck] = useState<Awaited<ReturnType<typeof loadStrength>>>();
  const meter = useId();
  useEffect(() => void loadStrength().then((loaded) => setCheck(() => loaded)), []);
  const strength = typed === '' ? undefined : check?.(typed, own);
  const isLong = typed.length >= SHORTEST_PASSPHRASE;

  const isGood = isLong && (strength?.score ?? 0) >= ENOUGH && (shown || again === typed);
  const chosen = isGood ? typed : undefined;
  // Pasted at once, it may be there before what judges it; and Enter right behind it must find it chosen.
  useLayoutEffect(() => onChosen(chosen), [chosen, onChosen]);
  function advice(): string {
    if (typed === '') return texts.advice.empty;
    if (!isLong) return texts.advice.short(SHORTEST_PASSPHRASE - typed.length);
    return strength ? texts.advice[strength.advice] : '';
  }
  return (
    <div className="stack">
      <TextField
        title={title}
        {...(hint !== undefined && { hint })}
        type={shown ? 'text' : 'password'}
        value={typed}
        maxLength={1024}
        spellCheck={false}
        autoCapitalize="off"
        {...(autoFocus && { autoFocus })}
        aria-describedby={meter}
        onText={setTyped}
      />
      {!shown && (
        <TextField
          title={texts.again}
          {...(again !== '' && again !== typed && { hint: texts.differs, invalid: true })}
          type="password"
          value={again}
          maxLength={1024}
          onText={setAgain}
        />
      )}
      <StrengthMeter id={meter} {...(strength && { strength })} words={advice()} />
      <label className="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        {texts.show}
      </label>
    </div>
  );
}

function StrengthMeter({
  id,
  strength,
  words,
}: {
  readonly id: string;
  readonly strength?: Strength;
  readonly words: string;
}): ReactNode {
  const { passphrase: texts } = useTexts().setup;
  const score = strength?.score ?? -1;
  return (
    <div id={id} className="strength" data-score={score} role="status">
      <div className="strength-bar" aria-hidden="true">
        {[0, 1, 2, 3].map((part) => (
          <span key={part} className={score > part ? 'on' : ''} />
        ))}
      </div>
      <p>
        <span className="meta">{texts.strength}</span> {strength && <b>{texts.scores[strength.score]}</b>}
      </p>
      <p className="meta">{words}</p>
    </div>
  );
}
