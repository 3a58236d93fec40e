/** Reads a page as written: its tags in order, checked to be nested rightly, and its visible text. */
import { expect } from 'vitest';

export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const VOID = ['meta', 'link', 'input', 'br', 'hr', 'img'];
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g;

export function unescapeText(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/** Data for scripts is no markup. */
function withoutData(page: string): string {
  return page.replace(/(<script type="application\/json"[^>]*>).*?(<\/script>)/gs, '$1$2');
}

/** Everything that is a tag; fails on anything half a tag, on a wrong end, and on what stays open. */
export function tagsOf(written: string): Tag[] {
  const page = withoutData(written);
  const tags: Tag[] = [];
  const open: string[] = [];
  for (const [, end, name, attributeText] of page.matchAll(TAG)) {
    if (end === '/') {
      expect(open.pop(), `</${name}>`).toBe(name);
      continue;
    }
    const attributes: Record<string, string> = {};
    for (const [, key, value = ''] of attributeText!.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)) {
      expect(attributes, `twice in <${name}>`).not.toHaveProperty(key!);
      attributes[key!] = unescapeText(value);
    }
    tags.push({ name: name!, attributes });
    if (!VOID.includes(name!)) open.push(name!);
  }
  expect(open).toEqual([]);
  const rest = page.replace('<!doctype html>', '').replace(TAG, '');
  expect(rest).not.toMatch(/[<>]/);
  return tags;
}

/** What a reader sees or hears: text and spoken attributes. */
export function textOf(page: string): string {
  const spoken = tagsOf(page).flatMap(({ attributes }) => [
    attributes['aria-label'] ?? '',
    ...Object.entries(attributes)
      .filter(([key]) => /^data-(text|again|busy|none|some)$/.test(key))
      .map(([, value]) => value.replace(/\{\w+\}/g, '')),
  ]);
  const text = withoutData(page).replace(TAG, ' ');
  return unescapeText([text.replace('<!doctype html>', ''), ...spoken].join(' ')).replace(/\s+/g, ' ');
}
