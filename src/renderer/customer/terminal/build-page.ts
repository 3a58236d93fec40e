/**
 * Elements whose words follow the language that the customer chose, without losing what was typed. Everything becomes
 * text: nothing that a shop sends is ever read as markup.
 */
import { type Language, LANGUAGES, say, type Text, type ValuesOf } from '#shared/locale/text.ts';

type Child = Node | string | undefined | readonly Child[];
type Attribute = string | boolean | (() => string);

let language: Language = firstLanguage();
/** Says a node's words again; nodes that left the page are forgotten. */
const spoken = new Map<Node, () => void>();

function firstLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.flatMap((tag) => LANGUAGES.filter((each) => each === tag))[0] ?? 'ja';
}

export function currentLanguage(): Language {
  return language;
}

export function changeLanguage(next: Language): void {
  language = next;
  for (const [node, speak] of spoken) {
    if (node.isConnected) speak();
    else spoken.delete(node);
  }
}

/** Runs now, and whenever the language changes while the node is on the page. */
export function follow(node: Node, speak: () => void): void {
  const before = spoken.get(node);
  spoken.set(
    node,
    before
      ? () => {
          before();
          speak();
        }
      : speak,
  );
  speak();
}

/** A text that changes with the language. */
export function words(text: () => string): globalThis.Text {
  const node = document.createTextNode('');
  follow(node, () => {
    node.data = text();
  });
  return node;
}

export function said<T extends Text>(text: T, ...values: ValuesOf<T, string | number>): globalThis.Text {
  return words(() => say(text, language, ...values));
}

/** A text with elements in its places. */
export function phrase(text: Text, places: Readonly<Record<string, Node>>): HTMLSpanElement {
  const span = document.createElement('span');
  follow(span, () => {
    const parts = text[language].split(/\{(\w+)\}/);
    span.replaceChildren(...parts.map((part, at) => (at % 2 === 0 ? part : places[part]!)));
  });
  return span;
}

/** An element with its attributes and children; `false` and `undefined` leave nothing behind. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') follow(element, () => element.setAttribute(name, value()));
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  append(element, children);
  return element;
}

function append(element: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined) continue;
    if (typeof child === 'string' || child instanceof Node) element.append(child);
    else append(element, child);
  }
}
