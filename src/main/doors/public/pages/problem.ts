/** Any page that could not be: what happened and where to go on. */
import { PROBLEM } from '#shared/locale/customer.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { html, webAddress } from '../html.ts';
import type { ProblemView } from '../views.ts';
import { layout } from './layout.ts';
import { problem } from './parts.ts';

const TITLES: Readonly<Partial<Record<ErrorCode, Text>>> = {
  'not-found': PROBLEM.missing,
  internal: PROBLEM.later,
  unavailable: PROBLEM.later,
  'disk-full': PROBLEM.later,
  'too-many': PROBLEM.wait,
};

export function problemPage(view: ProblemView): string {
  const { language, error, homeUrl } = view;
  const title = TITLES[error.code] ?? PROBLEM.title;
  const body = html`<h1>${say(title, language)}</h1>
    ${problem(error, language)}
    ${
      homeUrl !== undefined &&
      html`<p class="actions">
        <a class="button primary" href="${webAddress(homeUrl)}">${say(PROBLEM.goOn, language)}</a>
      </p>`
    }`;
  return layout(view, { path: '/', title, body, narrow: true });
}
