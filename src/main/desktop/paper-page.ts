/** The page of a hidden window that is printed: one picture, a pixel a dot, on paper of its size. */
import type { ShellPage } from '#shared/desk/bridge.ts';

/** Pixels of a PNG, as its header says (PNG specification, IHDR). */
function pixelsOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

/** Nothing on it asks for anything: no script, no address. */
export function paperPage({ png, width, height, dpi }: ShellPage): string {
  const pixels = pixelsOf(png);
  const mm = (dots: number): string => `${((dots * 25.4) / dpi).toFixed(4)}mm`;
  const [pageWidth, pageHeight] = [`${width / 1000}mm`, `${height / 1000}mm`];
  return `<!doctype html><meta charset="utf-8"><title>tokumei</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>
@page { size: ${pageWidth} ${pageHeight}; margin: 0 }
html, body { margin: 0; width: ${pageWidth}; height: ${pageHeight}; overflow: hidden }
img { display: block; width: ${mm(pixels.width)}; height: ${mm(pixels.height)}; image-rendering: pixelated }
</style>
<img alt="" src="data:image/png;base64,${Buffer.from(png).toString('base64')}">`;
}
