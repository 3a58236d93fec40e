/** Any page that could not be: what happened and where to go on. */
import { PROBLEM } from '#shared/locale/customer.ts';
import { say } from '#shared/locale/text.ts';
import { html, webAddress } from '../html.ts';
import type { ProblemView } from '../views.ts';
import { layout } from './layout.ts';
import { problem } from './parts.ts';

export function problemPage(view: ProblemView): string {
  const { language, error, homeUrl } = view;
  const body = html`<h1>${say(PROBLEM.title, language)}</h1>
    ${problem(error, language)}
    ${
      homeUrl !== undefined &&
      html`<p class="actions">
        <a class="button primary" href="${webAddress(homeUrl)}">${say(PROBLEM.goOn, language)}</a>
      </p>`
    }`;
  return layout(view, { path: '/', title: PROBLEM.title, body, narrow: true });
}
