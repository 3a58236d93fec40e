import { expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { suspendPartner } from '#main/post/index.ts';
import { aGoodsGroup } from '../../builders/a-goods-order.ts';
import { aBrowser, aShop } from '../../builders/a-browser.ts';

test('the open page knows the shop’s credit companies, those of the past too, and may connect to nothing', async () => {
  const { mall, credit } = await aGoodsGroup();
  const browser = aBrowser(await aShop(mall), mall.id);
  for (const suspended of [false, true]) {
    if (suspended) expectOk(await suspendPartner(mall.post, 'mori', credit.id));
    const page = await browser.get('/open');
    expect(page.status).toBe(200);
    expect(JSON.parse(/id="issuers">([^<]*)</.exec(page.body)![1]!)).toEqual([credit.id]);
    expect(page.headers['content-security-policy']).toContain("connect-src 'none'");
    expect(page.headers['content-security-policy']).not.toContain("connect-src 'self'");
    expect(page.body).toContain('Nothing leaves this browser');
    expect(page.body).not.toMatch(/<form[^>]*action="\/open/);
    expect(page.cookies).toEqual([]);
  }
  expect((await browser.get('/open', { 'accept-language': 'ja' })).body).toContain('このブラウザの外には出ません');
});
