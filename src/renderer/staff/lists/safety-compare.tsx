/** The sixty digits of both screens side by side, compared by typing, ticking or scanning, and what came of it. */
import { type ReactNode, useState } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import { COMPARISONS, type ComparisonWay } from '#shared/desk/partners.ts';
import { QrCode } from '../components/code-pictures.tsx';
import { Note } from '../components/note.tsx';
import { printSheet } from '../components/print-sheet.ts';
import { Segments } from '../components/segments.tsx';
import { useScans } from '../scanner/scans.ts';
import { play, useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { compareSafetyNumber, GROUPS, readSafetyCode, safetyGroups } from './safety-number.ts';

export function OurNumber({
  partner,
  code,
}: {
  readonly partner: PartnerRow;
  /** Rows of the QR code. */
  readonly code: readonly string[] | undefined;
}): ReactNode {
  const { partners } = useTexts();
  const us = useOffice((store) => store.office);
  const groups = safetyGroups(partner.safetyNumber);
  return (
    <section>
      <h3>
        {partners.safety} · {partners.safetyOurs}
      </h3>
      <SafetyGroups groups={groups} />
      <p className="meta">{partners.safetyExplain}</p>
      {code && (
        <div className="safety-code">
          <QrCode rows={code} name={partners.codeName} module={4} />
          <button
            type="button"
            className="button"
            disabled={!us}
            onClick={() =>
              us &&
              printSheet({
                title: partners.safety,
                whose: [`${us.name} (${us.id})`, `${partner.name} (${partner.id})`],
                groups,
                explain: partners.printExplain,
                code,
                blanks: [partners.printWho, partners.printDay],
              })
            }
          >
            {partners.print}
          </button>
        </div>
      )}
    </section>
  );
}

const isSafetyCode = (text: string): boolean => readSafetyCode(text) !== undefined;

/** Leads to `onApprove` once all sixty digits are equal, and not before. */
export function TheirNumber({
  partner,
  onApprove,
}: {
  readonly partner: PartnerRow;
  readonly onApprove: (way: ComparisonWay) => void;
}): ReactNode {
  const { partners } = useTexts();
  const [way, setWay] = useState<ComparisonWay>('typed');
  const [entry, setEntry] = useState('');
  const [ticked, setTicked] = useState<readonly number[]>([]);
  const [scanned, setScanned] = useState<string>();
  const typed = compareSafetyNumber(partner.safetyNumber, entry);
  useScans(
    (scan) => {
      const digits = readSafetyCode(scan.text);
      if (digits === undefined) return play('look');
      setWay('scanned');
      setScanned(digits);
      play(digits === partner.safetyNumber ? 'done' : 'look');
    },
    'first',
    isSafetyCode,
  );
  const equal = { typed: typed.complete, ticked: ticked.length === GROUPS, scanned: scanned === partner.safetyNumber };
  const differs = {
    typed: typed.differs !== undefined,
    ticked: false,
    scanned: scanned !== undefined && !equal.scanned,
  };
  return (
    <section>
      <h3>
        {partners.safety} · {partners.safetyTheirs}
      </h3>
      <Segments
        label={partners.way}
        choices={COMPARISONS.map((each) => [each, partners.ways[each]] as const)}
        chosen={way}
        onChoose={setWay}
      />
      {way === 'typed' && (
        <>
          <SafetyGroups groups={safetyGroups(typed.typed)} agreeing={typed.agreeing} differs={typed.differs} />
          <label className="field">
            <span>{partners.safetyType}</span>
            <input
              className="input"
              inputMode="numeric"
              autoComplete="off"
              value={entry}
              onChange={(event) => setEntry(event.target.value)}
            />
          </label>
          <p className="meta" role="status">
            {typed.differs === undefined ? partners.safetyFits(typed.agreeing) : partners.safetyDiffers(typed.differs)}
          </p>
        </>
      )}
      {way === 'ticked' && (
        <>
          <p>{partners.tickExplain}</p>
          <TickGroups groups={safetyGroups(partner.safetyNumber)} ticked={ticked} onTick={setTicked} />
          <p className="meta" role="status">
            {partners.safetyFits(ticked.length)}
          </p>
        </>
      )}
      {way === 'scanned' && (
        <>
          <p>{partners.scanExplain}</p>
          {scanned === undefined ? (
            <p className="meta">{partners.scanWaiting}</p>
          ) : (
            <SafetyGroups
              groups={safetyGroups(scanned)}
              agreeing={equal.scanned ? GROUPS : 0}
              differs={compareSafetyNumber(partner.safetyNumber, scanned).differs}
            />
          )}
        </>
      )}
      {equal[way] && (
        <Note sign="done" title={partners.equal}>
          <p>{partners.equalDo}</p>
        </Note>
      )}
      {differs[way] && (
        <Note sign="stop" title={partners.notEqual}>
          <p>{partners.notEqualDo}</p>
        </Note>
      )}
      <button type="button" className="button primary" disabled={!equal[way]} onClick={() => onApprove(way)}>
        {partners.approve}
      </button>
    </section>
  );
}

function TickGroups({
  groups,
  ticked,
  onTick,
}: {
  readonly groups: readonly string[];
  readonly ticked: readonly number[];
  readonly onTick: (ticked: readonly number[]) => void;
}): ReactNode {
  return (
    <ol className="safety-groups ticks">
      {groups.map((group, at) => {
        const on = ticked.includes(at);
        return (
          <li key={at} className={on ? 'agrees' : undefined}>
            <label>
              <input
                type="checkbox"
                checked={on}
                onChange={() => onTick(on ? ticked.filter((one) => one !== at) : [...ticked, at])}
              />
              {group}
            </label>
          </li>
        );
      })}
    </ol>
  );
}

function SafetyGroups({
  groups,
  agreeing = 0,
  differs,
}: {
  readonly groups: readonly string[];
  readonly agreeing?: number;
  readonly differs?: number | undefined;
}): ReactNode {
  return (
    <ol className="safety-groups">
      {Array.from({ length: GROUPS }, (_, at) => (
        <li key={at} className={at + 1 === differs ? 'differs' : at < agreeing ? 'agrees' : undefined}>
          {groups[at] ?? ' '}
        </li>
      ))}
    </ol>
  );
}
