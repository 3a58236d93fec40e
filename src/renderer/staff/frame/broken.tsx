/** A mistake of this program in one screen must not leave a blank page. Says so and offers a way on; logs nothing. */
import { Component, type ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';

interface GuardProps {
  readonly children: ReactNode;
}

export class ScreenGuard extends Component<GuardProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken(): ReactNode {
  const { broken } = useTexts();
  return (
    <div className="full-page">
      <div className="full-card stack" role="alert">
        <h1>{broken.title}</h1>
        <p>{broken.explain}</p>
        <div className="row">
          <button type="button" className="button primary" onClick={() => location.reload()}>
            {broken.again}
          </button>
        </div>
        <p className="meta">internal</p>
      </div>
    </div>
  );
}
