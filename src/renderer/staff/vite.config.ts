/** Builds the desk; `build/build.ts` loads this, and `vite build src/renderer/staff` works by hand. Paths start here. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../../dist/staff',
    emptyOutDir: true,
    // The page's policy allows no data: fonts, and nothing small is worth an exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
