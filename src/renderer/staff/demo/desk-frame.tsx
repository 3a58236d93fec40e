/** A party's desk, at its own address: it signs in, keeps and forgets there, and nothing of it is this page's. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { DemoDesk } from '#shared/desk/demo.ts';
import type { Failure } from '#shared/result.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { callDemo } from './demo-store.ts';

export function DeskFrame({ desk, title }: { readonly desk: DemoDesk; readonly title: string }): ReactNode {
  const { demo } = useTexts();
  const [link, setLink] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const place = useRef<HTMLDivElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // Each link opens a desk once.
    if (asked.current) return;
    asked.current = true;
    void callDemo('demo.desk', { desk }).then((given) =>
      given.ok ? setLink(given.value.link) : setFailure(given.error),
    );
  }, [desk]);
  useEffect(() => {
    if (link === undefined || place.current === null || place.current.childElementCount > 0) return;
    place.current.append(openFrame(link, title));
  }, [link, title]);
  if (failure) return <FailureNote failure={failure} />;
  if (link === undefined) return <p className="meta demo-loading">{demo.opening}</p>;
  return <div ref={place} className="demo-frame-place" />;
}

/** Scripts and an origin are its own: another one than this page's, which it can't lead away. */
function openFrame(link: string, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.className = 'demo-frame';
  frame.title = title;
  frame.allow = 'clipboard-read; clipboard-write';
  const allowed = ['scripts', 'same-origin', 'forms', 'modals', 'popups', 'downloads'];
  frame.sandbox.add(...allowed.map((what) => `allow-${what}`));
  frame.src = link;
  return frame;
}
