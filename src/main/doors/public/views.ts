/**
 * What each customer page is given: plain data, ready to show. Routes fill these in, `pages/` turns them into HTML.
 * A mall page has no field for a name or an address, so it can't show, keep or leak one.
 */
import type { AskedWish, AttemptReason } from '#shared/desk/carrier.ts';
import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import type { OpeningHours } from '#shared/domain/depot.ts';
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import type { Money } from '#shared/domain/money.ts';
import type { ParcelSize, SizeClass } from '#shared/domain/parcel-size.ts';
import type {
  CustomerReturnState,
  GoodsState,
  ParcelState,
  PurchaseState,
  RefundState,
} from '#shared/domain/states.ts';
import type { Fact, Holding, KnownFact, Opener } from '#shared/domain/knowledge.ts';
import type { Role } from '#shared/protocol/party.ts';
import type { Failure } from '#shared/result.ts';
import type { WalletPlace } from '#shared/protocol/agency-order.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import type { ShopProduct } from '#main/roles/mall/shop-shelf.ts';
import type { AgencyChoice, CarrierChoice, FlowChoice, OrderWay, PartStanding } from './way-views.ts';

export type { ShopPicture } from '#main/roles/mall/shop-pictures.ts';
export type { ShopProduct } from '#main/roles/mall/shop-shelf.ts';
export type { AgencyChoice, CardSealing, CarrierChoice, FlowChoice, OrderWay, PartStanding } from './way-views.ts';

export type Language = 'ja' | 'en';

/** Whose page it is and for whom. */
export interface Page {
  readonly language: Language;
  /** Trade name. */
  readonly party: string;
  /** Host that the address bar must show; confirm pages say it. */
  readonly host: string;
  /** CSS colour of the party, e.g. `#264B7D`. */
  readonly accent: string;
  /** Its size says the proportion alone. */
  readonly logo?: { readonly url: string; readonly width: number; readonly height: number };
  readonly demo: boolean;
}

/** Where in a large catalogue the customer is. */
export interface ShelfPlace {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Goods that `search` finds; all where it is empty. */
  readonly found: number;
  readonly search: string;
}

export interface BasketLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly price: Money;
  readonly amount: Money;
  /** It goes by mail, not by parcel. */
  readonly electronic: boolean;
}

/** What is to be bought: the same on the choice and on the confirmation. */
export interface BasketView {
  readonly lines: readonly BasketLine[];
  /** With the shipping charge. */
  readonly total: Money;
  /** Of the parcel; absent where everything goes by mail. */
  readonly size?: ParcelSize;
  /** What the shop charges for the parcel; absent where it charges nothing. */
  readonly charge?: Money;
}

/**
 * GET `/`, `/?page=2`. Posts to `/basket`: one checkbox `take` per product (value: sku) and its quantity as
 * `quantity:<sku>`; with `search` another than `searched`, or with `to` (`page:<n>`, `search`, `all`), it leads to other goods
 * and keeps what is ticked. The words that were searched stand in a cookie, never in an address.
 * `notice` is why the customer is back here.
 */
export interface CatalogueView extends Page {
  readonly products: readonly ShopProduct[];
  /** Ticked, and on another page. */
  readonly kept?: readonly ShopProduct[];
  readonly shelf?: ShelfPlace;
  readonly quantities: Readonly<Record<string, number>>;
  readonly notice?: 'refused' | 'declined' | 'expired' | 'cancelled';
  /** This browser has an order to go back to. */
  readonly ordered?: boolean;
  readonly error?: Failure;
}

/**
 * GET `/carrier`. Posts to `/carrier`: `carrier` (id; not where everything goes by mail), `pay` (`settled`,
 * `on-delivery` or `later`; `settled` alone where anything goes by mail) and, for `settled`, `credit` (id), `flow` (the
 * value of one of `flows`) and `wrapper` (id or empty). A link leads back to `/`.
 */
export interface CarrierChoiceView extends Page, BasketView {
  readonly carriers: readonly CarrierChoice[];
  readonly chosen?: string;
  /** None, or a window alone: then there is nothing to choose. */
  readonly flows: readonly FlowChoice[];
  readonly chosenFlow?: string;
  /** Gift-wrappers, for sealed orders. */
  readonly wrappers: readonly CarrierChoice[];
  readonly chosenWrapper?: string;
  /** Credit companies; with at least one, `pay` may also be `settled`, and `credit` names it. */
  readonly credits: readonly CarrierChoice[];
  readonly chosenCredit?: string;
  readonly pay: PayMode;
  readonly error?: Failure;
}

/**
 * GET `/confirm`. Posts to `/confirm`: `answer` = `ok` or `ng`, and `shown`; where anything goes by mail also
 * `buyerKey`, the public half (X25519, base64url) of a key pair that `confirm.js` makes and keeps in the browser.
 */
export interface ConfirmView extends Page, BasketView {
  /** Digest of what this page shows: only that is placed. */
  readonly shown: string;
  /** Of the parcel. */
  readonly carrier?: CarrierChoice;
  /** Only when `pay` is `settled`. */
  readonly credit?: CarrierChoice;
  readonly pay: PayMode;
  readonly flow: OrderFlow;
  readonly agency?: AgencyChoice;
  readonly wrapper?: CarrierChoice;
  readonly error?: Failure;
}

/** How the payment of an order stands; its window comes before the carrier's. */
export interface OrderSettlement {
  readonly company: CarrierChoice;
  readonly state: 'offered' | 'accepted' | 'refused' | 'declined' | 'expired';
  readonly offer?: { readonly action: string; readonly instruction: string };
  /** Product receipt number; known after OK in variants a and b. */
  readonly receipt?: string;
}

/** Money on its way back to the customer, or there. */
export interface OrderRefund {
  readonly amount: Money;
  /** Through the credit company, in cash through the carrier, by the shop's own hands, or not owed any more. */
  readonly way: 'settlement' | 'cash' | 'own' | 'waived';
  readonly state: RefundState;
  /** When it was done, or until then asked for. */
  readonly at: string;
}

/**
 * Something of a delivered parcel that its customer sends back. `until`: it can be asked for at `/order/return`;
 * `state`: how far it is.
 */
export interface OrderReturn {
  readonly state?: CustomerReturnState;
  readonly until?: string;
}

/** GET `/order/return`. Posts to itself: `reason`. Once asked for, with `number`, it hands out label and code. */
export interface ReturnView extends Page {
  readonly carrier: string;
  readonly number?: string;
  /** As it was chosen, with `error`. */
  readonly reason?: string;
  readonly error?: Failure;
}

/** GET `/order/return/phone`: for a carrier's scanner. */
export interface ReturnPhoneView extends Page {
  readonly carrier: string;
  readonly number: string;
  readonly labelId: string;
  /** Code 128 of the label id; modules from left to right, `true` for dark. */
  readonly bars: readonly boolean[];
}

/**
 * GET `/order`. While `offered` it holds the form that opens the carrier's own window: POST `action`, field
 * `instruction`, `target="_blank" rel="noopener noreferrer"`. `order.js` asks `/order/state` (JSON `{state, settlement,
 * goods, refunds, way}`) every two seconds and reloads on a change; without scripts the page refreshes itself. An order
 * of which nothing comes leads back to `/` by itself, unless money is on its way back. An order that waits for an answer
 * can be given up: POST `/order/give-up`, no field. Goods that were sent are opened at `/open`. An order over a closed
 * network has a card form whose script posts `envelope` (base64url) alone to `/order/card`.
 */
export interface OrderView extends Page {
  readonly purchase: string;
  /** Of the parcel; absent with `carrier` where everything goes by mail. */
  readonly state?: PurchaseState;
  /** Of what goes by mail. */
  readonly goods?: GoodsState;
  /**
   * The time for opening a window is over, one that was opened before may still answer; then there is no offer, and
   * `/order/state` says `finishing`.
   */
  readonly finishing?: boolean;
  /** With the shipping charge. */
  readonly total: Money;
  readonly charge?: Money;
  readonly pay: PayMode;
  readonly flow: OrderFlow;
  /** While it is to be paid, and `flow` is not `window`. */
  readonly way?: OrderWay;
  /** Of a sealed order. */
  readonly parts?: readonly PartStanding[];
  readonly agency?: AgencyChoice;
  readonly wrapper?: CarrierChoice;
  readonly carrier?: CarrierChoice;
  /** The buyer's public key, base64url: a browser that holds the private one offers to keep it in a file. */
  readonly buyerKey?: string;
  readonly refunds: readonly OrderRefund[];
  /** What can be sent back, or is; absent where nothing is to be said of it. */
  readonly returning?: OrderReturn;
  /**
   * On a settled order: payment first. While it is `offered` the page leads to the credit company's window and `offer`
   * is absent; after `accepted` it leads on to the carrier's.
   */
  readonly settlement?: OrderSettlement;
  readonly offer?: { readonly action: string; readonly instruction: string };
  /** Known after OK in variants a and b. */
  readonly shipping?: string;
  /** The carrier's public tracking page. */
  readonly trackingUrl?: string;
  readonly date?: string;
  readonly error?: Failure;
}

/** What the ship page's script needs to seal; written into the page as JSON in `<script type="application/json" id="sealing">`. */
export interface Sealing {
  /** X25519 public key, 32 bytes, base64url. */
  readonly publicKey: string;
  /** The carrier's party id. */
  readonly recipient: string;
  /** The reserved shipping number that the envelope is bound to. */
  readonly number: string;
  /** Country and longest matching postal prefix decide the zone: `['JP', '23', 'kanto']`; `['', '', 'abroad']` is the rest. */
  readonly prefixes: readonly (readonly [country: string, prefix: string, zone: string])[];
  /** What the customer pays at the door beside the amount, by zone. */
  readonly surcharges: Readonly<Record<string, Money>>;
}

/**
 * GET `/ship/form`. Posts to `/ship/accept` either the fields of `AddresseeEntry` (no scripts) or, from `ship.js`, only
 * `envelope` (base64url) and `zone`; the button `refuse` posts to `/ship/refuse`.
 */
export interface ShipView extends Page {
  /** Which of the browser's windows this is; in the query of every form's action. */
  readonly window: string;
  readonly mall: string;
  readonly mallHost: string;
  readonly pay: PayMode;
  /** Only when cash is collected. */
  readonly amount?: Money;
  /** Flat fee of this size class, which the shop pays. */
  readonly fee: { readonly size: SizeClass; readonly price: Money };
  /** The encrypted names, shortened for the eye; absent in variant b. */
  readonly contents?: string;
  readonly sealing: Sealing;
  /** What was typed, after a refusal without scripts. */
  readonly entry?: Partial<AddresseeEntry>;
  /** Days of delivery to choose from, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  /** What was chosen, after a refusal. */
  readonly wish?: { readonly day?: string; readonly slot?: string };
  readonly error?: Failure;
}

/** GET `/ship/done`. */
export interface ShipDoneView extends Page {
  readonly window: string;
  readonly mall: string;
  readonly result: 'ok' | 'no' | 'refused';
  readonly returnUrl: string;
  /** Only in the browser that entered the address. */
  readonly shipping?: string;
  /** `/track/<token>`; only in that browser. */
  readonly trackingUrl?: string;
  /** Cash at the door: amount and surcharge. */
  readonly due?: Money;
  readonly wish?: DeliveryWish;
  /** Sent once more, from a second window of the same order perhaps: what was sent first stands. */
  readonly late?: boolean;
  /** False while the mall can't be reached: it will be told as soon as it can. */
  readonly mallTold: boolean;
}

/**
 * GET `/track` (form: `number`), `/track?number=…` shows what malls are told, `/track/<token>` every step, with forms that
 * post there: `ask` is `time` (with `day` and `slot`) or `hold`.
 */
export interface TrackView extends Page {
  readonly number?: string;
  readonly steps?: readonly {
    readonly state: ParcelState;
    readonly at: string;
    readonly reason?: AttemptReason;
    readonly asked?: AskedWish;
  }[];
  /** With the token times are shown, without it dates. */
  readonly full: boolean;
  /** With the token alone. */
  readonly token?: string;
  readonly wishes?: {
    readonly wish?: DeliveryWish;
    readonly counter?: { readonly name: string; readonly address: string; readonly hours: OpeningHours };
    /** False where that counter has nothing to hold it with. */
    readonly fetchable: boolean;
    /** Absent when nothing can be asked for now. */
    readonly days?: readonly string[];
    readonly attempted: boolean;
    readonly waits: boolean;
  };
  /** What this carrier's tables hold; with the token alone. */
  readonly held?: readonly KnownFact[];
  /** What was chosen, after a refusal. */
  readonly chosen?: { readonly day: string; readonly slot: string };
  readonly error?: Failure;
}

/** What a party holds of a fact. */
export interface PartyFact {
  readonly holding: Holding;
  readonly opens?: readonly Opener[];
  readonly until?: string;
}

/** GET `/order/knows`: of the shop what its tables hold, of the others what is agreed. */
export interface KnowsView extends Page {
  readonly number: string;
  readonly facts: readonly Fact[];
  readonly parties: readonly {
    readonly role: Role;
    readonly name: string;
    readonly facts: Readonly<Partial<Record<Fact, PartyFact>>>;
  }[];
}

/** Any page that could not be: what happened and where to go on. */
export interface ProblemView extends Page {
  readonly error: Failure;
  /** Where to go on; absent where there is nothing to go on with. */
  readonly homeUrl?: string;
}

/**
 * GET `/pay/form`. Posts to `/pay/accept`: `card`, `password`; the button `refuse` posts to `/pay/refuse`; the form
 * "is this really my credit company" posts to `/pay/words`: `card` and `word` (repeated), and comes back with `words`.
 * With scripts also by passkey: POST `/pay/passkey/options` (JSON) answers what the authenticator has to sign, and what it
 * signed is posted to `/pay/passkey` as the form field `response`.
 */
export interface PayView extends Page {
  /** Which of the browser's windows this is; in the query of every form's action. */
  readonly window: string;
  readonly mall: string;
  readonly mallHost: string;
  /** With tax. */
  readonly amount: Money;
  /** The encrypted names, shortened for the eye; absent in variant b. */
  readonly contents?: string;
  /** Answers to the check words just asked, in their order: ○ or ×. */
  readonly words?: readonly boolean[];
  readonly error?: Failure;
}

/**
 * GET `/pay/done`. With `passkeyOffered` its script may add a passkey: POST `/pay/passkey/register/options` answers what
 * the authenticator needs, POST `/pay/passkey/register` takes what it made; both JSON.
 */
export interface PayDoneView extends Page {
  readonly window: string;
  readonly mall: string;
  readonly result: 'ok' | 'no' | 'refused';
  readonly returnUrl: string;
  /** Only in the browser that paid. */
  readonly receipt?: string;
  readonly amount?: Money;
  /** False while the mall can't be reached: it will be told as soon as it can. */
  readonly mallTold: boolean;
  /** What this company's tables hold; only in the browser that paid. */
  readonly held?: readonly KnownFact[];
  /** This window has just paid with the password. */
  readonly passkeyOffered?: boolean;
}

/** GET `/reset`, once a link was opened. Posts to `/reset`: `password`, `again`, `words` (one to a line). */
export interface ResetView extends Page {
  readonly lastFour: string;
  readonly error?: Failure;
}

/** GET `/goods/<token>`: a package that is too large for a mail; `/goods/<token>/file` is the file. */
export interface GoodsPageView extends Page {
  readonly token: string;
  readonly receipt: string;
  readonly bytes: number;
  readonly expiresAt: string;
}

/** GET `/open`: works in the browser alone and posts nowhere. */
export interface OpenView extends Page {
  /** Party ids of the credit companies whose receipt number a package may have. */
  readonly issuers: readonly string[];
}

/** GET `/enrol` of an agency. The script posts sealed data as JSON; the form itself sends nothing. */
export interface EnrolView extends Page {
  readonly place: WalletPlace;
  /** Trade name of the settlement server. */
  readonly settlement: string;
}

/** GET `/wallet`, the same for everybody: which order it is about stands behind `#`, which no browser sends. */
export interface WalletView extends Page {
  /** Party id. */
  readonly agency: string;
  /** Trade name of the settlement server. */
  readonly settlement: string;
}
