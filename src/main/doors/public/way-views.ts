/**
 * The companies that an order can go through, the ways to them, and what its customer has to do on each: parts of the
 * shop's views (`views.ts`).
 */
import type { OrderFlow, PartRow } from '#shared/desk/sealed-orders.ts';
import type { Money } from '#shared/domain/money.ts';
import type { WalletVariant } from '#shared/protocol/wallet.ts';

export interface CarrierChoice {
  readonly id: string;
  readonly name: string;
  /** Location and services, as its party card says. */
  readonly services: readonly string[];
}

/** An authentication agency, and whether it opens what it passes on. */
export interface AgencyChoice extends CarrierChoice {
  readonly variant: WalletVariant;
}

/** One way in which a settled order can be made. */
export interface FlowChoice {
  /** Of the form field `flow`: `window`, `sealed`, `closed` or `agency:<party id>`. */
  readonly value: string;
  readonly flow: OrderFlow;
  /** Ids of the credit companies that take orders this way. */
  readonly credits: readonly string[];
  /** Ids of the carriers that do; absent where none needs to. */
  readonly carriers?: readonly string[];
  readonly agency?: AgencyChoice;
}

/** What the shop's own card form needs to seal, as JSON in `<script type="application/json" id="sealing">`. */
export interface CardSealing {
  /** X25519 public key of the credit company, 32 bytes, base64url. */
  readonly publicKey: string;
  /** The credit company's party id. */
  readonly recipient: string;
  /** The purchase number that the envelope is bound to. */
  readonly number: string;
  /** Issuer of the number: this shop. */
  readonly issuer: string;
  readonly amount: Money;
  /** Unix seconds. */
  readonly expires: number;
}

/** What the customer has to do where the payment has no window of its own; `asked`: nothing but wait. */
export type OrderWay =
  | { readonly flow: 'sealed' | 'agency' | 'closed'; readonly state: 'asked' }
  | {
      readonly flow: 'sealed';
      readonly state: 'open';
      /** The terminal with the order code behind `#`. */
      readonly url: string;
      readonly code: string;
      /** SHA-256 of the terminal's file as its company published it, base64url. */
      readonly fingerprint: string;
      readonly until: string;
    }
  | {
      readonly flow: 'agency';
      readonly state: 'open';
      readonly agency: AgencyChoice;
      /** The agency's page with the confirm code behind `#`. */
      readonly url: string;
      /** Where a wallet is made. */
      readonly enrolUrl: string;
      readonly until: string;
    }
  | {
      readonly flow: 'closed';
      readonly state: 'open';
      /** Absent while the credit company has no key in force. */
      readonly sealing?: CardSealing;
      readonly until: string;
    };

/** One party's part of a sealed order. */
export interface PartStanding {
  readonly name: string;
  readonly asks: PartRow['asks'];
  readonly state: PartRow['state'];
}
