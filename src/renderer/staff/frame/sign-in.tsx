/**
 * Who is here, then by which PIN or password: by keys alone, by tiles of those who sat here before, or by the pad. What a
 * scanner sends is never taken for a PIN: it is taken out of the field again, and said so.
 */
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { LONGEST_NAME } from '#shared/desk/accounts.ts';
import type { DoorSign } from '#shared/desk/office.ts';
import { checkStaffSecret, foldName } from '#shared/domain/staff-secret.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { Note } from '../components/note.tsx';
import { tapArrivals } from '../scanner/arrivals.ts';
import { play, useOffice } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { formatClock, useTexts } from '../stores/use-texts.ts';

/** @param held whose screen is kept behind this one */
export function SignIn({ held }: { readonly held?: string }): ReactNode {
  const { sign: words } = useTexts().staff;
  const { asked, sign, failure, askName } = useOffice();
  const [scanned, setScanned] = useState(false);
  // A scan has no business here.
  useEffect(
    () =>
      tapArrivals(() => {
        play('look');
        useOffice.setState({ failure: undefined });
        setScanned(true);
      }),
    [],
  );
  if (sign?.first) return <FirstAccount />;
  const until = failure?.code === 'locked-out' ? failure.about : undefined;
  const said = (
    <>
      {failure && <FailureNote failure={until === undefined ? failure : { code: failure.code }} />}
      {until !== undefined && <p className="strong">{words.until(formatClock(new Date(until)))}</p>}
      {scanned && !failure && <Note sign="look" title={words.scan} />}
    </>
  );
  return (
    <>
      {asked === undefined ? (
        <Names sign={sign} {...(held !== undefined && { held })} />
      ) : (
        <Secret key={asked} name={asked} sign={sign} onBack={askName}>
          {said}
        </Secret>
      )}
      {asked === undefined && said}
    </>
  );
}

function Names({ sign, held }: { readonly sign: DoorSign | undefined; readonly held?: string }): ReactNode {
  const { staff } = useTexts();
  const { sign: words } = staff;
  const { clerk, clerks } = useSettings();
  const { line, enter } = useOffice();
  const [name, setName] = useState(clerks.length === 0 ? clerk : '');
  /** What was entered last; before the line stands it waits for it. */
  const [wanted, setWanted] = useState<{ readonly name: string }>();
  const field = useRef<HTMLInputElement>(null);
  const players = sign?.players ?? [];
  const tiles = clerks.filter((one) => !players.some((player) => foldName(player.name) === foldName(one)));

  useEffect(() => {
    if (line === 'open' && wanted) void enter(wanted.name);
  }, [line, wanted, enter]);
  useEffect(() => field.current?.focus(), []);

  function choose(one: string): void {
    setWanted({ name: one });
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    const typed = name.trim();
    const first = held ?? clerks[0];
    if (typed !== '') choose(typed);
    else if (first !== undefined) choose(first);
  }
  return (
    <form className="stack" onSubmit={submit} onKeyDown={moveAmongTiles}>
      {tiles.length > 0 && (
        <section className="sign-tiles" aria-label={words.hereBefore}>
          <h2>{words.hereBefore}</h2>
          <ul>
            {tiles.map((one) => (
              <li key={one}>
                <button type="button" className="sign-tile" onClick={() => choose(one)}>
                  <Initial name={one} />
                  {one}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {players.length > 0 && (
        <section className="sign-tiles" aria-label={words.players}>
          <h2>{words.players}</h2>
          <ul>
            {players.map((player) => (
              <li key={player.name}>
                <button type="button" className="sign-tile" onClick={() => choose(player.name)}>
                  <Initial name={player.name} />
                  <span>
                    {player.name} <span className="meta">{staff.ranks[player.rank]}</span>
                    <span className="meta tile-pin">{words.playerPin(player.secret)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <label className="field">
        <span>{tiles.length > 0 ? words.otherName : words.name}</span>
        <input
          ref={field}
          className="input entry-input"
          value={name}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="submit" className="button primary large" disabled={name.trim() === '' && clerks.length === 0}>
        {words.go}
      </button>
    </form>
  );
}

function Initial({ name }: { readonly name: string }): ReactNode {
  return (
    <span className="sign-initial" aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase()}
    </span>
  );
}

/** Arrows go through the field and the tiles. */
function moveAmongTiles(event: KeyboardEvent<HTMLFormElement>): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const { target } = event;
  const inField = target instanceof HTMLInputElement;
  if (step === undefined || (inField && (event.key === 'ArrowLeft' || event.key === 'ArrowRight'))) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, .sign-tile')];
  const at = stops.indexOf(target as HTMLElement);
  const next = stops[(at + step + stops.length) % stops.length];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function Secret({
  name,
  sign,
  onBack,
  children,
}: {
  readonly name: string;
  readonly sign: DoorSign | undefined;
  readonly onBack: () => void;
  /** What went wrong, right below the field. */
  readonly children: ReactNode;
}): ReactNode {
  const { sign: words } = useTexts().staff;
  const { enter, failure } = useOffice();
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const hint = useId();
  const player = sign?.players?.find((one) => foldName(one.name) === foldName(name));
  useEffect(() => {
    if (!busy) field.current?.focus();
  }, [busy]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (secret === '' || busy) return;
    setBusy(true);
    await enter(name, secret);
    // Still here: it was not the right one.
    setSecret('');
    setBusy(false);
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onBack();
      }}
    >
      <p className="sign-name">
        <Initial name={name} />
        <span className="strong">{words.secretTitle(name)}</span>
      </p>
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <label className="field">
        <span>{words.secret}</span>
        <input
          ref={field}
          type="password"
          className="input entry-input"
          value={secret}
          maxLength={128}
          autoComplete="off"
          aria-invalid={failure !== undefined}
          {...(player && { 'aria-describedby': hint })}
          onChange={(event) => setSecret(event.target.value)}
        />
        {player && (
          <span className="meta" id={hint}>
            {words.playerPin(player.secret)}
          </span>
        )}
      </label>
      {children}
      <PinPad
        onDigit={(digit) => setSecret((typed) => typed + digit)}
        onBack={() => setSecret((typed) => typed.slice(0, -1))}
      />
      <div className="row">
        <button type="submit" className="button primary large" disabled={secret === '' || busy}>
          {words.enter}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {words.otherPerson}
        </button>
      </div>
    </form>
  );
}

const PAD = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'] as const;

/** For fingers; keys write into the field. */
function PinPad({
  onDigit,
  onBack,
}: {
  readonly onDigit: (digit: string) => void;
  readonly onBack: () => void;
}): ReactNode {
  const { sign: words } = useTexts().staff;
  return (
    <div className="pin-pad" role="group" aria-label={words.pad}>
      {PAD.map((digit) =>
        digit === '' ? (
          <span key="gap" />
        ) : (
          <button key={digit} type="button" className="button" tabIndex={-1} onClick={() => onDigit(digit)}>
            {digit}
          </button>
        ),
      )}
      <button type="button" className="button" tabIndex={-1} aria-label={words.padBack} onClick={onBack}>
        ⌫
      </button>
    </div>
  );
}

function FirstAccount(): ReactNode {
  const { first } = useTexts().staff;
  const { failure, makeFirst } = useOffice();
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const differs = again !== '' && again !== secret;
  const ready = name.trim() !== '' && checkStaffSecret(secret, name).ok && again === secret;
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    await makeFirst(name.trim(), secret);
    setBusy(false);
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <h2>{first.title}</h2>
      <p className="full-soft">{first.explain}</p>
      <TextField
        title={first.name}
        hint={first.nameHint}
        value={name}
        maxLength={LONGEST_NAME}
        autoComplete="username"
        autoFocus
        onText={setName}
      />
      <SecretFields
        title={first.secret}
        hint={first.secretHint}
        secret={secret}
        again={again}
        weak={secret !== '' && again !== '' && !checkStaffSecret(secret, name).ok}
        differs={differs}
        onSecret={setSecret}
        onAgain={setAgain}
      />
      <button type="submit" className="button primary large" disabled={!ready || busy}>
        {first.make}
      </button>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}

/** A new secret, typed twice. */
export function SecretFields({
  title,
  hint,
  secret,
  again,
  weak,
  differs,
  onSecret,
  onAgain,
}: {
  readonly title: string;
  readonly hint: string;
  readonly secret: string;
  readonly again: string;
  readonly weak: boolean;
  readonly differs: boolean;
  readonly onSecret: (text: string) => void;
  readonly onAgain: (text: string) => void;
}): ReactNode {
  const { first } = useTexts().staff;
  return (
    <>
      <TextField
        title={title}
        hint={hint}
        type="password"
        maxLength={128}
        autoComplete="new-password"
        value={secret}
        invalid={weak}
        onText={onSecret}
      />
      <TextField
        title={first.repeat}
        type="password"
        maxLength={128}
        autoComplete="new-password"
        value={again}
        invalid={differs}
        onText={onAgain}
        {...(differs && { hint: first.differs })}
      />
    </>
  );
}
