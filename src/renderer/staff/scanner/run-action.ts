/**
 * Does what a command bar code says: a screen's own handler, or else the key that the table names, pressed where a
 * person's would be.
 */
import { type ActionId, actionKey } from '#shared/desk/station-actions.ts';
import { deleteBackwards, insertText, isTextField } from './focused-text.ts';

export type ActionHandlers = Partial<Readonly<Record<ActionId, () => unknown>>>;

const actionHandlers: ActionHandlers[] = [];
const loneHandlers: ((character: string) => void)[] = [];
/** Where numbers typed by hand go. */
const typingFields: { readonly current: HTMLElement | null }[] = [];

function addTo<T>(list: T[], item: T): () => void {
  list.push(item);
  return () => void list.splice(list.lastIndexOf(item), 1);
}
export const addActions = (handlers: ActionHandlers): (() => void) => addTo(actionHandlers, handlers);
export const addLoneHandler = (handler: (character: string) => void): (() => void) => addTo(loneHandlers, handler);
export const addTypingField = (field: { readonly current: HTMLElement | null }): (() => void) =>
  addTo(typingFields, field);

export function pressLone(character: string): void {
  loneHandlers.at(-1)?.(character);
}

export function typingField(): HTMLElement | undefined {
  return typingFields.at(-1)?.current ?? undefined;
}

/** False when nothing here can do it. A handler that returns false leaves it to the key. */
export function runAction(id: ActionId): boolean {
  const own = document.querySelector('dialog[open]') ? undefined : actionHandlers.findLast((handlers) => handlers[id]);
  if (own && own[id]?.() !== false) return true;
  const key = actionKey(id);
  if (key === undefined) return false;
  if (/^\d$/.test(key)) return typeDigit(key);
  switch (key) {
    case 'Escape':
      return goBack();
    case 'Tab':
      return focusNext();
    case 'Backspace':
      return erase();
    case 'Enter':
    case ' ':
      return press(key) || activate(key);
    default:
      return press(key) || (key.length === 1 && typeLone(key));
  }
}

/** A letter or sign that a screen takes when it is pressed alone. */
function typeLone(character: string): boolean {
  if (loneHandlers.length === 0 || isTextField(document.activeElement)) return false;
  pressLone(character);
  return true;
}

/** Whether somebody took the key. */
function press(name: string): boolean {
  const shiftKey = name.startsWith('Shift+');
  const key = shiftKey ? name.slice('Shift+'.length) : name;
  const target = document.activeElement ?? document.body;
  return !target.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
}

/** What the browser itself makes of Enter and of the space bar. */
function activate(key: 'Enter' | ' '): boolean {
  const target = document.activeElement;
  if (target instanceof HTMLInputElement && key === 'Enter' && target.form) {
    target.form.requestSubmit();
    return true;
  }
  if (!(target instanceof HTMLElement) || target === document.body || isTextField(target)) return false;
  target.click();
  return true;
}

function typeDigit(digit: string): boolean {
  const active = document.activeElement;
  const field = isTextField(active) ? active : undefined;
  if (field === undefined && loneHandlers.length > 0) {
    pressLone(digit);
    return true;
  }
  const target = field ?? (document.querySelector('dialog[open]') ? undefined : typingField());
  if (!isTextField(target)) return false;
  target.focus();
  insertText(target, digit);
  return true;
}

function erase(): boolean {
  const field = document.activeElement;
  if (!isTextField(field)) return press('Backspace');
  deleteBackwards(field);
  return true;
}

function goBack(): boolean {
  const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (!dialog) return press('Escape');
  dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  return true;
}

const FOCUSABLE =
  'a[href], button:enabled, input:enabled:not(.unseen), select:enabled, textarea:enabled, [tabindex="0"]';

function focusNext(): boolean {
  const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.querySelector('main') ?? document.body;
  const all = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.checkVisibility());
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = all[(at + 1) % all.length];
  next?.focus();
  return next !== undefined;
}
