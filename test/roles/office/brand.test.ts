/** Name, accent and logo of the customer pages: what is refused, what is made anew, and that it is in force at once. */
import { crc32, deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { accentScheme, contrast, DARK_PAPER, LIGHT_PAPER } from '#shared/domain/accent.ts';
import { expectOk } from '#shared/result.ts';
import { mallRoutes } from '#main/doors/public/mall-routes.ts';
import { buildPublicDoor } from '#main/doors/public/public-door.ts';
import { cleanPng } from '#main/roles/office/brand/clean-png.ts';
import { cleanSvg } from '#main/roles/office/brand/clean-svg.ts';
import { type BrandKeeper, openBrand } from '#main/roles/office/brand/brand.ts';
import { readTrail } from '#main/audit/index.ts';
import { aBrowser, type TestBrowser } from '../../builders/a-browser.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { aMall, type TestMall } from '../../builders/a-party.ts';

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20H0z" fill="#123456"/></svg>';
const svg = (inside: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${inside}</svg>`);

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Grey, 8 bits, without interlacing. */
function png(width: number, height: number, more: readonly Buffer[] = [], lines = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const pixels = deflateSync(Buffer.alloc((width + 1) * lines));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a drawing', () => {
  test('is written anew from its shapes; a drawing program’s own notes are left out', () => {
    const notes =
      '<!-- by hand --><sodipodi:namedview id="v"><inkscape:grid id="g"/></sodipodi:namedview><metadata>x</metadata>';
    const { bytes, width, height } = expectOk(
      cleanSvg(svg(`${notes}<g style="fill:#abc;font-family:x"><circle cx="5" cy="5" r="4" inkscape:label="x"/></g>`)),
    );
    expect(bytes.toString()).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><g fill="#abc"><circle cx="5" cy="5" r="4"/></g></svg>',
    );
    expect([width, height]).toEqual([10, 10]);
  });

  test.each([
    ['a script', '<script>alert(1)</script>', 'script'],
    ['a script in another case', '<SCRIPT>alert(1)</SCRIPT>', 'SCRIPT'],
    ['something that happens', '<path d="M0 0" onload="alert(1)"/>', 'onload'],
    ['a page in it', '<foreignObject><b/></foreignObject>', 'foreignObject'],
    ['a picture from elsewhere', '<image href="https://evil.example/x.png"/>', 'image'],
    ['a link', '<a href="javascript:alert(1)"><path d="M0 0"/></a>', 'a'],
    ['styles', '<style>path{fill:url(https://evil.example)}</style>', 'style'],
    ['a colour from elsewhere', '<path d="M0 0" fill="url(https://evil.example/#x)"/>', 'fill'],
    ['a colour from elsewhere in its style', '<path d="M0 0" style="fill:url(//evil.example)"/>', 'fill'],
    ['something that changes by itself', '<path d="M0 0"><animate attributeName="d"/></path>', 'animate'],
    ['a script among a program’s notes', '<metadata><x onload="alert(1)"/></metadata>', 'onload'],
  ])('with %s is refused', (_, inside, about) => {
    expect(cleanSvg(svg(inside))).toMatchObject({ ok: false, error: { code: 'logo-unsafe', about } });
  });

  test.each([
    ['entities', '<!DOCTYPE svg [<!ENTITY x "y">]><svg viewBox="0 0 1 1"></svg>', 'logo-unsafe'],
    ['no size', '<svg><path d="M0 0"/></svg>', 'logo-unreadable'],
    ['no end', '<svg viewBox="0 0 1 1"><g>', 'logo-unreadable'],
    ['a wrong end', '<svg viewBox="0 0 1 1"><g></svg></g>', 'logo-unreadable'],
    ['an open quote', '<svg viewBox="0 0 1 1"><path d="M0 0></svg>', 'logo-unreadable'],
  ])('with %s is refused', (_, text, code) => {
    expect(cleanSvg(Buffer.from(text))).toMatchObject({ ok: false, error: { code } });
  });

  test('may point at its own gradients', () => {
    const inside =
      '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs><path fill="url(#a)" d="M0 0"/>';
    expect(expectOk(cleanSvg(svg(inside))).bytes.toString()).toContain('url(#a)');
  });
});

describe('a picture', () => {
  test('is written anew from its pixels, and nothing else of the file stays', () => {
    const { bytes, width } = expectOk(cleanPng(png(8, 4, [chunk('tEXt', Buffer.from('Author\0見本 花子'))])));
    expect(width).toBe(8);
    expect(bytes.includes('Author')).toBe(false);
    expect(expectOk(cleanPng(bytes)).bytes.equals(bytes)).toBe(true);
  });

  test.each([
    ['cut off', png(8, 4).subarray(0, 60)],
    ['with a wrong check sum', Buffer.from(png(8, 4).map((byte, at) => (at === 20 ? byte ^ 1 : byte)))],
    ['with other pixels than it says', png(8, 4, [], 40)],
    ['that is none', Buffer.from('GIF89a')],
  ])('%s is refused', (_, bytes) => {
    expect(cleanPng(bytes)).toMatchObject({ ok: false, error: { code: 'logo-unreadable' } });
  });

  test('larger than any page needs is refused', () => {
    expect(cleanPng(png(4000, 10))).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });
});

describe('what staff save', () => {
  let mall: TestMall;
  let brand: BrandKeeper;
  let browser: TestBrowser;
  const usual = { self: 'mall.localhost', name: '見本マーケット', accent: '#264B7D' };
  const save = (input: { name: string; accent: string; logo?: string }) =>
    brand.desk['branding.save']({ who: 'mori' } as never, input);

  beforeAll(async () => {
    mall = await aMall();
    brand = await openBrand(mall.storage, usual, mall.clock);
    const setting = {
      party: usual.name,
      accent: usual.accent,
      brand: brand.current,
      demo: false,
      publicUrl: mall.profile.public,
      tls: mall.vault.tlsContext('public')!,
      assets: aFolder(),
      card: mall.card,
      report: (error: unknown) => {
        throw error;
      },
    };
    const door = await buildPublicDoor(setting, mallRoutes(mall.mall));
    atEnd(() => door.close());
    browser = aBrowser({ door, reports: [], assets: setting.assets }, 'mall.localhost');
  });

  test('is on the next page: name, colour, logo – served by this door alone, able to run nothing', async () => {
    expect((await browser.get('/')).body).toContain('class="seal"');
    expectOk(await save({ name: '山手商店', accent: '#aa0000', logo: Buffer.from(SVG).toString('base64') }));
    const { body } = await browser.get('/');
    expect(body).toContain('山手商店');
    const [, url, width, height] =
      /<img class="logo" src="(\/assets\/logo-[\w-]+\.svg)" alt="" width="(\d+)" height="(\d+)"/.exec(body)!;
    expect([width, height]).toEqual(['80', '40']);
    expect(body).not.toContain('class="seal"');
    const logo = await browser.get(url!);
    expect(logo.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(logo.body).toContain('fill="#123456"');
    expect((await browser.get('/assets/party.css')).body).toContain('#aa0000');
  });

  test('stays after a restart, without the logo being given again, and is noted once', async () => {
    expectOk(await save({ name: '山手商店', accent: '#00aa00' }));
    const again = (await openBrand(mall.storage, usual, mall.clock)).current();
    expect(again).toMatchObject({ party: '山手商店', accent: '#00aa00', logo: { type: 'image/svg+xml' } });
    const trail = await readTrail(mall.storage.read, { limit: 10 });
    expect(trail.filter(({ action }) => action === 'branding.saved')).toHaveLength(2);
  });

  test('that can’t be a logo changes nothing', async () => {
    const before = brand.current();
    const unsafe = Buffer.from(svg('<script/>')).toString('base64');
    expect(await save({ name: 'x', accent: '#000000', logo: unsafe })).toMatchObject({ ok: false });
    expect(brand.current()).toBe(before);
  });

  test('without a logo shows the first letter again', async () => {
    expectOk(await save({ name: usual.name, accent: usual.accent, logo: '' }));
    expect((await browser.get('/')).body).toContain('class="seal"');
  });
});

test('any accent is readable on both papers, and text on it', () => {
  for (const accent of ['#ffffff', '#000000', '#ffff00', '#777777', '#0000ff', '#ff00ff', 'nonsense']) {
    for (const [scheme, paper] of [
      ['light', LIGHT_PAPER],
      ['dark', DARK_PAPER],
    ] as const) {
      for (const more of [false, true]) {
        const made = accentScheme(accent, scheme, more);
        expect(contrast(made.accent, paper), accent).toBeGreaterThanOrEqual(more ? 7 : 4.5);
        expect(contrast(made.accent, made.on), accent).toBeGreaterThanOrEqual(4.5);
      }
    }
  }
});
