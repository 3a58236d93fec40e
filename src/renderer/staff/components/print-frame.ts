/** The hidden frame that is printed from: one at a time, with a style of its own and nothing of the screen's. */

export interface PrintFrame {
  readonly page: Window;
  readonly sheet: Document;
}

let frame: HTMLIFrameElement | undefined;

/** Undefined where the browser would not. */
export function openPrintFrame(css: string): PrintFrame | undefined {
  frame?.remove();
  frame = document.createElement('iframe');
  frame.className = 'print-frame';
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  document.body.append(frame);
  const { contentWindow: page, contentDocument: sheet } = frame;
  if (!page || !sheet) return undefined;
  const { CSSStyleSheet: Sheet } = page as unknown as { CSSStyleSheet: typeof CSSStyleSheet };
  const style = new Sheet();
  style.replaceSync(css);
  sheet.adoptedStyleSheets = [style];
  return { page, sheet };
}
