/** What a scan typed into a field before it was known to be one, and how to take it out again. */

type TextField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field as it stood before a key. */
export interface FieldSnapshot {
  readonly field: TextField;
  readonly value: string;
  readonly caret: number | null;
}

export function isTextField(element: unknown): element is TextField {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  );
}

export function snapshotFocus(): FieldSnapshot | undefined {
  const field = document.activeElement;
  if (!isTextField(field)) return undefined;
  return { field, value: field.value, caret: readCaret(field) };
}

/**
 * Puts the field back. An input method that is composing is ended first by taking the focus away, which also keeps it
 * out of the rest of the scan; returns the field when it has to get the focus back afterwards.
 */
export function restoreField({ field, value, caret }: FieldSnapshot, composing: boolean): TextField | undefined {
  if (composing) field.blur();
  writeValue(field, value);
  // What the input method commits on losing the focus may come a turn later.
  if (composing) setTimeout(() => writeValue(field, value));
  else if (caret !== null && !(field instanceof HTMLSelectElement)) field.setSelectionRange(caret, caret);
  return composing ? field : undefined;
}

/** Writes at the caret, as typing would. */
export function insertText(field: TextField, text: string): void {
  const caret = readCaret(field) ?? field.value.length;
  writeValue(field, field.value.slice(0, caret) + text + field.value.slice(caret));
}

function writeValue(field: TextField, value: string): void {
  if (field.value === value) return;
  // React watches the property of the element itself; the prototype's setter passes it by, the event then tells it.
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}

function readCaret(field: TextField): number | null {
  return field instanceof HTMLSelectElement ? null : field.selectionStart;
}

/** Takes away the character before the caret, or what is chosen. */
export function deleteBackwards(field: TextField): void {
  if (field instanceof HTMLSelectElement) return;
  const caret = readCaret(field) ?? field.value.length;
  writeValue(field, field.value.slice(0, Math.max(0, caret - 1)) + field.value.slice(caret));
}
