/** The page of a demo group: its desks side by side in frames, and the story that leads through them. */
import '../zod-without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/noto-sans-jp/wght.css';
import '../design/tokens.css';
import '../design/base.css';
import '../design/controls.css';
import '../design/frame.css';
import '../design/knowledge.css';
import '../design/demo.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followAppearance } from '../frame/appearance.ts';
import { DemoWindow } from './demo-window.tsx';

followAppearance();
const place = document.querySelector('#desk');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <DemoWindow />
    </StrictMode>,
  );
}
