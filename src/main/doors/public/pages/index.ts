/**
 * The customer pages: pure functions from a view to a whole HTML document. The routes of the public door call them;
 * they never see a request, a cookie, a key or a database.
 */
export { messageOf } from '#shared/locale/customer-failures.ts';
export { carrierChoicePage } from './carrier-choice.ts';
export { cataloguePage } from './catalogue.ts';
export { confirmPage } from './confirm.ts';
export { goodsPage } from './goods.ts';
export { knowsPage } from './knows.ts';
export { openPage } from './open.ts';
export { orderPage } from './order.ts';
export { partyCss } from './party-css.ts';
export { payDonePage } from './pay-done.ts';
export { payPage } from './pay-form.ts';
export { problemPage } from './problem.ts';
export { resetDonePage, resetPage } from './reset.ts';
export { returnPage, returnPhonePage } from './return.ts';
export { shipDonePage } from './ship-done.ts';
export { shipPage } from './ship-form.ts';
export { trackPage } from './track.ts';
export { wayStanding } from './way-parts.ts';
