/** A field for a card's expiry: `0729` becomes `07/29` as it is typed. */

/** What was typed with a stroke stays, and so does what is being corrected in the middle. */
function strokeExpiry(field: HTMLInputElement): void {
  if (field.selectionEnd !== field.value.length) return;
  field.value = field.value.normalize('NFKC').replace(/^(0[1-9]|1[0-2])(\d{1,4})$/, '$1/$2');
}

export function followExpiry(field: HTMLInputElement): void {
  field.addEventListener('input', (event) => {
    // An input method still composes: its text is not ours to change yet.
    if (!(event instanceof InputEvent && event.isComposing)) strokeExpiry(field);
  });
  field.addEventListener('compositionend', () => strokeExpiry(field));
}
