import { describe, expect, test } from 'vitest';
import {
  contentSecurityPolicy,
  isGranted,
  isOwnBlob,
  isOwnUrl,
  mayNavigate,
  pageUrl,
} from '#main/desktop/navigation.ts';

test('the pages of a host are its own', () => {
  expect(isOwnUrl(pageUrl('desk'), 'desk')).toBe(true);
  expect(isOwnUrl('app://desk/parcels?step=load#3', 'desk')).toBe(true);
});

test.each([
  'app://unlock/index.html',
  'app://desk.example/index.html',
  'app://desk:8080/index.html',
  'app://user@desk/index.html',
  'https://desk/index.html',
  'file:///desk/index.html',
  'data:text/html,app://desk/',
  'blob:app://desk/1',
  'about:blank',
  'javascript:location="app://desk/"',
  '//desk/index.html',
  '',
])('%s is not the desk', (url) => {
  expect(isOwnUrl(url, 'desk')).toBe(false);
});

test('only what the desk made itself is its blob', () => {
  expect(isOwnBlob('blob:app://desk/6d1c')).toBe(true);
  expect(isOwnBlob('blob:app://unlock/6d1c')).toBe(false);
  expect(isOwnBlob('blob:app://desk.example/6d1c')).toBe(false);
  expect(isOwnBlob('blob:https://mall.example/6d1c')).toBe(false);
});

describe('a page', () => {
  const current = 'app://desk/index.html#packing';
  const blob = 'blob:app://desk/6d1c';

  test('may be loaded again, and show a PDF that it made in a frame or a new window', () => {
    expect(mayNavigate({ url: current, current, isMainFrame: true })).toBe(true);
    expect(mayNavigate({ url: blob, current, isMainFrame: false })).toBe(true);
    expect(mayNavigate({ url: blob, current: '', isMainFrame: true })).toBe(true);
    const viewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html';
    expect(mayNavigate({ url: viewer, current: blob, isMainFrame: false })).toBe(true);
    expect(mayNavigate({ url: viewer, current, isMainFrame: true })).toBe(false);
  });

  test('leads nowhere else, in no frame and no window', () => {
    const elsewhere = [
      'https://mall.example/',
      'app://unlock/index.html',
      'file:///etc/hosts',
      'about:blank',
      'data:,x',
    ];
    for (const url of elsewhere) {
      expect(mayNavigate({ url, current, isMainFrame: true }), url).toBe(false);
      expect(mayNavigate({ url, current, isMainFrame: false }), url).toBe(false);
      expect(mayNavigate({ url, current: '', isMainFrame: true }), url).toBe(false);
    }
    expect(mayNavigate({ url: blob, current, isMainFrame: true })).toBe(false);
    expect(mayNavigate({ url: 'https://mall.example/', current: 'https://mall.example/', isMainFrame: true })).toBe(
      false,
    );
  });
});

test.each(['desk', 'unlock'] as const)('the policy of %s begins with nothing and names no network', (host) => {
  const policy = contentSecurityPolicy(host);
  expect(policy).toMatch(/^default-src 'none';/);
  // The camera's decoder is WebAssembly; scripts out of texts run nowhere.
  expect(policy.replace("'wasm-unsafe-eval'", '')).not.toMatch(/https?:|wss?:|\*|unsafe/);
  expect(policy).toContain("frame-ancestors 'none'");
});

test('camera, serial scanners and the clipboard are granted to the desk and nothing else to anyone', () => {
  expect(isGranted('media', 'app://desk/index.html', ['video'])).toBe(true);
  expect(isGranted('media', 'app://desk/index.html', ['video', 'audio'])).toBe(false);
  expect(isGranted('media', 'app://desk/index.html', [])).toBe(false);
  expect(isGranted('media', 'app://unlock/index.html', ['video'])).toBe(false);
  expect(isGranted('media', 'https://mall.example/', ['video'])).toBe(false);
  for (const way of ['serial', 'clipboard-read']) {
    expect(isGranted(way, 'app://desk/index.html', [])).toBe(true);
    expect(isGranted(way, 'app://unlock/index.html', [])).toBe(false);
    expect(isGranted(way, 'https://mall.example/', [])).toBe(false);
  }
  expect(isGranted('hid', 'app://desk/index.html', [])).toBe(false);
  expect(isGranted('geolocation', 'app://desk/index.html', ['video'])).toBe(false);
});
