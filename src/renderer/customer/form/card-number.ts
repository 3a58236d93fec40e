/** A card number as it is typed: in groups of four, as on the card. */

function groupDigits(field: HTMLInputElement): void {
  // Whoever corrects a digit in the middle keeps the caret where it is.
  if (field.selectionEnd !== field.value.length) return;
  const digits = field.value.normalize('NFKC').replace(/[^0-9]/g, '');
  field.value = digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

export function followCardNumber(field: HTMLInputElement): void {
  field.addEventListener('input', (event) => {
    // An input method still composes: its text is not ours to change yet.
    if (!(event instanceof InputEvent && event.isComposing)) groupDigits(field);
  });
  field.addEventListener('compositionend', () => groupDigits(field));
}
