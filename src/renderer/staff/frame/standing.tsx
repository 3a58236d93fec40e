/**
 * How a station stands to its service, always on screen: by shape, colour and word, spoken, and heard when it changes.
 * At the party's own desk none of this is there.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { StationIdentity, StationStanding } from '#shared/desk/stations.ts';
import type { DeskTexts } from '#shared/locale/desk.ts';
import { Glyph, type Sign } from '../components/glyph.tsx';
import { Note } from '../components/note.tsx';
import { useKeys } from '../components/use-keys.ts';
import { Key } from '../components/words.tsx';
import { play } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { WaitingScans } from './waiting-scans.tsx';

/** Works on while it is cut off. */
const hasQueue = ({ kind }: StationIdentity): boolean => kind === 'gate' || kind === 'van';

export function useStanding(): StationStanding | undefined {
  return useQuery('station.standing', {}, ['stations']).value;
}

/** In the bar, in place of the mark that says whether the page reaches its own computer. */
export function StandingMark({ station }: { readonly station: StationIdentity }): ReactNode {
  const texts = useTexts();
  const standing = useStanding();
  const [open, setOpen] = useState(false);
  const queued = hasQueue(station);
  useKeys(queued ? { F3: () => setOpen(true) } : {});
  useHeard(standing);
  const { sign, words } = marksOf(texts, standing, queued);
  const mark = (
    <>
      <Glyph sign={sign} size={16} />
      <span>{words}</span>
    </>
  );
  return (
    <>
      <span className="unseen" role="status">
        {words}
      </span>
      {queued ? (
        <button
          type="button"
          className={`standing-mark ${sign}`}
          aria-label={`${texts.stationMode.waiting.open}: ${words}`}
          title={detailsOf(texts, standing)}
          onClick={() => setOpen(true)}
        >
          {mark}
          <Key name="F3" />
        </button>
      ) : (
        <span className={`standing-mark ${sign}`} aria-hidden="true">
          {mark}
        </span>
      )}
      {open && <WaitingScans standing={standing} onClose={() => setOpen(false)} />}
    </>
  );
}

function marksOf(
  { stationMode: texts }: DeskTexts,
  standing: StationStanding | undefined,
  queued: boolean,
): { readonly sign: Sign; readonly words: string } {
  if (!standing) return { sign: 'wait', words: texts.connecting };
  const { online, waiting, refused, revoked } = standing;
  if (revoked) return { sign: 'stop', words: texts.revoked };
  const line = online
    ? waiting > 0
      ? texts.sending(waiting)
      : texts.online
    : waiting > 0
      ? texts.offlineWaiting(waiting)
      : texts.offline;
  const words = refused > 0 ? `${line} · ${texts.refused(refused)}` : line;
  if (!online) return { sign: queued ? 'look' : 'stop', words };
  return { sign: refused > 0 ? 'look' : 'done', words };
}

function detailsOf({ stationMode: texts }: DeskTexts, standing: StationStanding | undefined): string {
  const { heardAt, leaseEnds } = standing ?? {};
  return [
    heardAt !== undefined && texts.heard(formatTime(heardAt)),
    leaseEnds !== undefined && texts.lease(formatTime(leaseEnds)),
  ]
    .filter(Boolean)
    .join('\n');
}

/** Low tones when the service is gone or refused something, the high one when it is back. */
function useHeard(standing: StationStanding | undefined): void {
  const before = useRef<StationStanding>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = standing;
    if (!last || !standing) return;
    if ((last.online && !standing.online) || standing.refused > last.refused) play('look');
    else if (!last.online && standing.online) play('done');
  }, [standing]);
}

/** What a station can't do at this moment, or ever again. */
export function StandingNote({ station }: { readonly station: StationIdentity }): ReactNode {
  const { stationMode: texts } = useTexts();
  const standing = useStanding();
  if (standing?.revoked) {
    return (
      <div className="desk-down">
        <Note sign="stop" title={texts.revokedTitle}>
          <p>{texts.revokedDo}</p>
        </Note>
      </div>
    );
  }
  if (!standing || standing.online || hasQueue(station)) return null;
  return (
    <div className="desk-down">
      <Note sign="stop" title={texts.cutOffTitle}>
        <p>{texts.cutOffDo}</p>
      </Note>
    </div>
  );
}
