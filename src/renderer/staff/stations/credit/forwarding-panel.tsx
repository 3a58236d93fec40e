/** The large panel: the open label, or why there is none. Also spoken, without the name. */
import type { ReactNode } from 'react';
import { formatNumber } from '#shared/domain/number.ts';
import { failureCode, useFailureText } from '../../components/failure-note.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { Key } from '../../components/words.tsx';
import { useForwarding } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PanelShell } from '../carrier/panel-shell.tsx';
import { alarmsOf, type ShownPackage, wayOf } from './forwarding-store.ts';
import { megabytes } from './megabytes.ts';

export function ForwardingPanelView(): ReactNode {
  const { forwarding, scan } = useTexts();
  const { panel, reading } = useForwarding();
  const textOf = useFailureText();

  switch (panel.kind) {
    case 'idle': {
      const title = reading > 0 ? forwarding.reading : forwarding.idleTitle;
      return (
        <PanelShell sign="scan" tone="idle" spoken={reading > 0 ? forwarding.reading : ''} title={title}>
          <p className="scan-soft">{forwarding.idleExplain}</p>
          <p className="scan-soft">{forwarding.idlePrivacy}</p>
        </PanelShell>
      );
    }
    case 'stop': {
      const { failure, receipt } = panel;
      const text = failure.about === 'file-kind' ? forwarding.fileKind : textOf(failure);
      const spoken = [scan.stopped, text, receipt && formatNumber(receipt)].filter(Boolean).join(' ');
      return (
        <PanelShell sign="stop" tone="stop" spoken={spoken} title={text} number={receipt}>
          <p className="scan-code">{failureCode(failure)}</p>
        </PanelShell>
      );
    }
    case 'sent':
      return (
        <PanelShell sign="done" tone="done" spoken={forwarding.sent} title={forwarding.sent} number={panel.receipt}>
          <p className="scan-soft">{forwarding.sentDo}</p>
        </PanelShell>
      );
    case 'package': {
      const tone = alarmsOf(panel.shown).length > 0 ? 'look' : 'seen';
      const title = tone === 'look' ? forwarding.openedLook : forwarding.opened;
      return (
        <PanelShell sign={tone} tone={tone} spoken={title} title={title} number={panel.shown.receipt}>
          <PackageLines shown={panel.shown} />
        </PanelShell>
      );
    }
  }
}

function PackageLines({ shown }: { readonly shown: ShownPackage }): ReactNode {
  const { forwarding } = useTexts();
  const language = useSettings((settings) => settings.language);
  const { customer, email, postal, warnings, state, bytes, mall } = shown;
  const facts = [
    mall,
    bytes !== undefined && forwarding.size(megabytes(bytes, language)),
    state && forwarding.states[state],
    warnings.includes('opened-from-table') && forwarding.warnings['opened-from-table'],
  ].filter(Boolean);
  return (
    <div className="parcel">
      {customer === undefined ? (
        <p className="scan-hidden">{forwarding.nameHidden}</p>
      ) : (
        <div className="address" data-address="" lang="ja">
          <p className="address-name">{customer}</p>
          {postal ? (
            <p className="address-lines">
              {postal.postalCode !== '' && <span className="address-line">〒{postal.postalCode}</span>}{' '}
              <span className="address-line">{unbroken(postal.address)}</span>
            </p>
          ) : (
            <p className="forwarding-email">{email}</p>
          )}
        </div>
      )}
      {alarmsOf(shown).map((warning) => (
        <p key={warning} className="scan-warning">
          <Glyph sign="look" size={28} /> {forwarding.warnings[warning]}
        </p>
      ))}
      <p className="scan-meta">{facts.join(' · ')}</p>
      <SendButton shown={shown} />
    </div>
  );
}

/** House numbers stay together. */
const unbroken = (address: string): string => address.replaceAll('-', '\u2011');

function SendButton({ shown: { receipt, state } }: { readonly shown: ShownPackage }): ReactNode {
  const { forwarding } = useTexts();
  const send = useForwarding((store) => store.send);
  const reading = useForwarding((store) => store.reading);
  const way = wayOf(state);
  if (way === undefined) {
    if (state === undefined) return null;
    const why =
      state === 'announced' ? forwarding.waitPackage : state === 'queued' ? forwarding.underWay : forwarding.over;
    return <p className="scan-hidden">{why}</p>;
  }
  return (
    <p className="forwarding-send">
      <button
        key={receipt}
        type="button"
        className={way === 'first' ? 'button primary large' : 'button large'}
        disabled={reading > 0}
        onClick={() => void send(way)}
      >
        <Key name={way === 'first' ? 'Enter' : 'F8'} /> {way === 'first' ? forwarding.send : forwarding.sendAgain}
      </button>
    </p>
  );
}
