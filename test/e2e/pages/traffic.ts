import type { BrowserContext } from '@playwright/test';

/** All that a browser's windows have sent so far, addresses and bodies, as text with its escapes undone. */
export interface Traffic {
  to(url: string): string;
}

export function recordTraffic(context: BrowserContext): Traffic {
  const sent: { readonly origin: string; readonly text: string }[] = [];
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    const body = [...new URLSearchParams(request.postData() ?? '')].flat();
    sent.push({ origin, text: [decodeURIComponent(request.url()), ...body].join('\n') });
  });
  return {
    to: (url) =>
      sent
        .filter(({ origin }) => origin === new URL(url).origin)
        .map(({ text }) => text)
        .join('\n'),
  };
}
