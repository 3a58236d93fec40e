import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { html, jsonBlock, sayHtml, webAddress } from '#main/doors/public/html.ts';

/** Under another name, that no formatter lays the templates out anew. */
const markup = html;

describe('html', () => {
  test('escapes what is put in, in texts and in attributes', () => {
    const nasty = `<script>alert('1')</script>" onload="x & y`;
    expect(markup`<p title="${nasty}">${nasty}</p>`.toString()).toBe(
      '<p title="&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x &amp; y">' +
        '&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x &amp; y</p>',
    );
  });
  test('takes templates, lists of them and nothing as they are', () => {
    const items = ['a', '<b>'].map((item) => markup`<li>${item}</li>`);
    expect(markup`<ul>${items}${false}${undefined}${null}${''}${0}</ul>`.toString()).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li>0</ul>',
    );
  });
  test('does not escape twice and does not trust what only looks like markup', () => {
    const inner = markup`<i>${'&'}</i>`;
    expect(markup`${inner}`.toString()).toBe('<i>&amp;</i>');
    expect(markup`${inner.toString()}`.toString()).toBe('&lt;i&gt;&amp;amp;&lt;/i&gt;');
    const forged = { toString: () => '<script>' } as unknown as string;
    expect(markup`${forged}`.toString()).toBe('&lt;script&gt;');
  });
  test('leaves no character that could open a tag or close an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(markup`${text}`.toString()).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});

describe('sayHtml', () => {
  test('escapes the text and its values, but for markup', () => {
    const text = { ja: 'a < {host} & {name}', en: '' } as const;
    expect(sayHtml(text, 'ja', { host: markup`<b>${'<h>'}</b>`, name: '<n>' }).toString()).toBe(
      'a &lt; <b>&lt;h&gt;</b> &amp; &lt;n&gt;',
    );
  });
});

describe('jsonBlock', () => {
  test('cannot be left early and reads back', () => {
    const value = { name: '</script><script>alert(1)</script><!--', line: '\u2028' };
    const block = jsonBlock('data', value).toString();
    expect(block.match(/<\/?script/g)).toHaveLength(2);
    expect(block).not.toContain('<!--');
    expect(JSON.parse(/>(.*)</s.exec(block)![1]!)).toEqual(value);
  });
});

describe('webAddress', () => {
  test.each(['https://carrier.localhost:8443/ship', 'HTTPS://a.example/', '/track', '/'])('lets %s through', (url) => {
    expect(webAddress(url)).toBe(url);
  });
  test.each([
    'javascript:alert(1)',
    ' javascript:1',
    'data:text/html,x',
    'http://a.example/',
    '//a.example',
    '/\\a.example',
    '',
  ])('throws at "%s"', (url) => {
    expect(() => webAddress(url)).toThrow('address');
  });
});
