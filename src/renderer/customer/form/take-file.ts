/** A file for a page: chosen by a button, or dropped anywhere on the page. */

/** @param input hidden behind the button; the same file can be chosen again */
export function takeChosen(
  input: HTMLInputElement,
  button: HTMLButtonElement,
  take: (file: File) => Promise<void>,
): void {
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void take(file);
    input.value = '';
  });
}

/**
 * Anywhere on the page; a file that slipped past would be opened by the browser instead.
 *
 * @param drop shows that a file is over the page
 */
export function takeDropped(drop: HTMLElement, take: (file: File) => Promise<void>): void {
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  document.addEventListener('dragleave', () => drop.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    const [file] = event.dataTransfer?.files ?? [];
    if (file) void take(file);
  });
}
