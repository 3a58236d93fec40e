/** Long work at a terminal: how far it is, and the way to stop it cleanly. */

/** Ctrl-C or a request to end stops the work and lets it clear away; a second one ends the process. */
export function stopOnSignal(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.once(name, stop);
  return {
    signal: controller.signal,
    end: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}

/** Where somebody looks at it. */
export function showProgress(): { show(bytes: number): void; end(): void } {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  let shownAt = 0;
  return {
    show: (bytes) => {
      if (Date.now() - shownAt < 200) return;
      shownAt = Date.now();
      process.stderr.write(`\r${(bytes / 1e6).toFixed(0)} MB `);
    },
    end: () => void process.stderr.write('\r\u001b[K'),
  };
}
