/** What went wrong, in words for this page, with the code in small type and, where it helps, a way to try again. */
import { messageOf } from '#shared/locale/customer-failures.ts';
import { CUSTOMER } from '#shared/locale/customer.ts';
import { TERMINAL, TERMINAL_FAILURES } from '#shared/locale/terminal.ts';
import { say } from '#shared/locale/text.ts';
import type { Failure } from '#shared/result.ts';
import { currentLanguage, make, said, words } from './build-page.ts';

export interface FailureNotice {
  /** Always on the page, so that readers announce what comes into it. */
  readonly element: HTMLElement;
  show(failure: Failure, again?: () => void): void;
  clear(): void;
}

/**
 * @param nameOf what the party or part that a failure names is called here
 * @param id of the notice; what comes by itself, while somebody types elsewhere, does not move the page
 */
export function failureNotice(
  nameOf: (about: string | undefined) => string,
  id: 'refusal' | 'unproven' = 'refusal',
): FailureNotice {
  const element = make('div', { role: 'alert', class: 'failures' });

  function text(failure: Failure): string {
    const own = TERMINAL_FAILURES[failure.code];
    const language = currentLanguage();
    return own ? own[language].replace('{party}', nameOf(failure.about)) : messageOf(failure, language);
  }

  return {
    element,
    clear: () => element.replaceChildren(),
    show: (failure, again) => {
      const retry = again && make('button', { type: 'button' }, said(TERMINAL.tryAgain));
      retry?.addEventListener('click', () => {
        element.replaceChildren();
        again?.();
      });
      element.replaceChildren(
        make(
          'div',
          { class: 'notice stop', id },
          make(
            'p',
            {},
            words(() => text(failure)),
          ),
          make(
            'p',
            { class: 'code' },
            words(() => say(CUSTOMER.code, currentLanguage(), { code: failure.code })),
          ),
          retry && make('p', { class: 'actions' }, retry),
        ),
      );
      if (id === 'refusal') element.scrollIntoView({ block: 'nearest' });
    },
  };
}
