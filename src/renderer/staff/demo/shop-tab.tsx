/** Where the customer begins: in a window of their own, with a card to use. */
import type { ReactNode } from 'react';
import type { DemoState } from '#shared/desk/demo.ts';
import { saveFile } from '../components/pdf.ts';
import { useTexts } from '../stores/use-texts.ts';
import { callDemo } from './demo-store.ts';

export function ShopTab({ state: { shop, card } }: { readonly state: DemoState }): ReactNode {
  const { demo } = useTexts();
  async function saveRoot(): Promise<void> {
    const root = await callDemo('demo.root', {});
    if (root.ok) saveFile(new Blob([root.value.pem], { type: 'application/x-x509-ca-cert' }), 'tokumei-demo-root.pem');
  }
  return (
    <div className="demo-shop stack">
      <h2>{demo.shopTitle}</h2>
      <p>{demo.shopExplain}</p>
      <div className="row">
        <a className="button primary large" href={shop} target="_blank" rel="noopener noreferrer">
          {demo.openShop}
        </a>
        <code className="meta">{shop}</code>
      </div>
      <dl className="facts">
        <dt>{demo.cardNumber}</dt>
        <dd className="number">{card.number}</dd>
        <dt>{demo.password}</dt>
        <dd>{card.password}</dd>
        <dt>{demo.words}</dt>
        <dd>{card.words.join(' · ')}</dd>
      </dl>
      <p className="meta">{demo.shopCertificate}</p>
      <div className="row">
        <button type="button" className="button" onClick={() => void saveRoot()}>
          {demo.saveRoot}
        </button>
      </div>
    </div>
  );
}
