/** Learns from one scan how the hand scanner sends, says it, and lets one try before it is kept. */
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { tapArrivals } from '../scanner/arrivals.ts';
import { learnBursts } from '../scanner/listen.ts';
import { learnProfile, type ScannerProfile } from '../scanner/profile.ts';
import { bestReading } from '../scanner/read-scan.ts';
import { play } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { CalibrationCodes } from './calibration-codes.tsx';
import { ProfileFacts } from './profile-facts.tsx';

export function CalibrationWizard({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { wizard } = useTexts().scanner;
  const [found, setFound] = useState<ScannerProfile>();
  return (
    <Dialog wide title={wizard.title} onClose={onClose}>
      {found ? (
        <Found profile={found} onAgain={() => setFound(undefined)} onClose={onClose} />
      ) : (
        <Learning onFound={setFound} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Learning({
  onFound,
  onClose,
}: {
  readonly onFound: (profile: ScannerProfile) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { common, scanner } = useTexts();
  const { wizard } = scanner;
  const code = useQuery('scanner.calibration', {}, []);
  const [missed, setMissed] = useState(false);
  const onBurst = useEffectEvent((presses: Parameters<typeof learnProfile>[0]) => {
    const profile = learnProfile(presses);
    play(profile ? 'done' : 'look');
    if (profile) onFound(profile);
    else setMissed(true);
  });
  useEffect(() => learnBursts((presses) => onBurst(presses)), []);
  return (
    <div className="stack">
      <p className="strong">{wizard.scanThis}</p>
      <p className="meta">{wizard.explain}</p>
      {code.failure && <FailureNote failure={code.failure} />}
      {code.value && <CalibrationCodes code={code.value} />}
      <p className="meta">{wizard.fromSheet}</p>
      {missed && (
        <Note sign="look" title={wizard.notRead}>
          <p>{wizard.notReadDo}</p>
        </Note>
      )}
      <div className="dialog-foot">
        <button type="button" className="button" data-first="" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </div>
  );
}

/** Tried with what was found; without "Keep" all stays as it was. */
function Found({
  profile,
  onAgain,
  onClose,
}: {
  readonly profile: ScannerProfile;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { wizard } = useTexts().scanner;
  const [before] = useState(() => useSettings.getState().scanner);
  const [tried, setTried] = useState<string>();
  const begin = useEffectEvent(() => useSettings.setState({ scanner: profile }));
  const leave = useEffectEvent(() => {
    if (useSettings.getState().scanner === profile) useSettings.setState({ scanner: before });
  });
  useEffect(() => {
    begin();
    const untap = tapArrivals(({ scan }) => {
      play('done');
      setTried(bestReading(scan));
    });
    return () => {
      untap();
      leave();
    };
  }, []);
  return (
    <div className="stack">
      <p className="strong">{wizard.found}</p>
      <ProfileFacts profile={profile} />
      <div className="scanner-try" role="status">
        <span className="meta">{tried === undefined ? wizard.tryIt : wizard.tried}</span>
        {tried !== undefined && <code className="scanner-raw">{tried}</code>}
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onAgain}>
          {wizard.again}
        </button>
        <button
          type="button"
          className="button primary"
          data-first=""
          autoFocus
          onClick={() => {
            // Another object: leaving puts back what was only tried.
            useSettings.getState().choose({ scanner: { ...profile } });
            onClose();
          }}
        >
          {wizard.keep}
        </button>
      </div>
    </div>
  );
}
