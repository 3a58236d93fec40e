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
    // The desk, and the two pages that are there before one: the first run, and the demo group's one window.
    rolldownOptions: {
      input: ['index.html', 'setup.html', 'demo.html'].map((page) => `${import.meta.dirname}/${page}`),
    },
  },
});
