/**
 * The post: what leaves for partners and what comes in from them. Roles write a message in the same unit of work as
 * the fact it tells (`sendEvent`); the courier brings it until it is accepted; the inbox lets every effect happen once.
 * The post carries sealed data and must never open any.
 */
export {
  type Arrival,
  ARRIVAL_MINUTES,
  type ArrivalRules,
  type BrowserPlace,
  decideArrival,
  endStaleArrivals,
  enterWindow,
  findArrival,
  isMallTold,
  receiveInstruction,
} from './arrival.ts';
export {
  type ArrivalTables,
  arrivalMigrations,
  claimDerivedNumber,
  claimPurchase,
  decidePurchase,
  variantOf,
} from './purchase.ts';
export { answerChallenge, readyAnswer, type RelayedChallenge } from './challenge.ts';
export { type Courier, startCourier } from './courier.ts';
export { type EventHandler, type EventHandlers, type IncomingEvent, readied, receiveEvent } from './inbox.ts';
export { ARRIVAL_HOLDING, messagesAbout, outboxHolding } from './holdings.ts';
export { checkContents } from './instruction.ts';
export {
  type CardProfile,
  cardsSent,
  comparedBy,
  nextSigningKey,
  ownCard,
  sendChangedCard,
  sendOwnCard,
} from './own-card.ts';
export { dropOldMessages, listWaiting, retryMessage, retryNow, sendEvent } from './outbox.ts';
export { type PackageNews, type PackageSource, type PackageToBring, startPackageCourier } from './package-courier.ts';
export type { PartnerNetwork } from './partner-agents.ts';
export { dropOldBodies, passEvent, passingState } from './passing.ts';
export { findPartner, findPartnerByPin, listPartners, type Partner } from './find-partner.ts';
export { fetchCard } from './fetch-card.ts';
export { judgePartnerClocks, lookAtPartner, partnerRows } from './partner-rows.ts';
export {
  addPartner,
  allowPartner,
  approvePartner,
  choosePartnerVariant,
  resumePartner,
  suspendPartner,
} from './partners.ts';
export type { Post, PostTables } from './post.ts';
export { postMigrations } from './tables.ts';
