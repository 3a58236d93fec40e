import { build, type InlineConfig } from 'vite';

/** Builds for production whatever the caller's environment says: else a test run would leave React's slow half in the pages. */
export async function buildForProduction(config: InlineConfig): Promise<void> {
  await asProduction(() => build({ mode: 'production', logLevel: 'error', ...config }));
}

export async function asProduction<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
