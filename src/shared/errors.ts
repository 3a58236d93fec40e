/**
 * The one table of error codes. `status` is the HTTP status at the public and partner doors; the texts shown to
 * people are in `locale/errors.ts`, and a test keeps the two tables equal.
 */
export const ERRORS = {
  // Envelopes (PROTOCOL.md §2)
  'unknown-version': { status: 422 },
  'unknown-key': { status: 422 },
  'wrong-kind': { status: 422 },
  damaged: { status: 422 },
  'not-authentic': { status: 422 },
  'too-large': { status: 422 },

  // What people type
  'bad-number': { status: 422 },
  'field-missing': { status: 422 },
  'field-too-long': { status: 422 },
  'field-characters': { status: 422 },
  'field-invalid': { status: 422 },

  // The instruction in the customer's browser (PROTOCOL.md §4)
  'instruction-invalid': { status: 400 },
  'instruction-foreign': { status: 403 },
  'instruction-expired': { status: 410 },
  'instruction-reused': { status: 409 },
  'partner-unknown': { status: 403 },
  'partner-suspended': { status: 403 },
  'session-missing': { status: 403 },
  'already-decided': { status: 409 },

  // The partner door (PROTOCOL.md §5)
  'certificate-unknown': { status: 403 },
  'event-invalid': { status: 400 },
  'event-foreign': { status: 403 },
  'event-conflict': { status: 409 },
  'event-too-old': { status: 410 },
  'event-unknown-type': { status: 422 },
  'message-not-allowed': { status: 403 },
  'event-unknown-number': { status: 503 },
  'contents-differ': { status: 422 },

  // Shop and packing
  'basket-empty': { status: 422 },
  'product-unknown': { status: 404 },
  'out-of-stock': { status: 409 },
  'parcel-too-big': { status: 422 },
  'carrier-missing': { status: 422 },
  'order-changed': { status: 409 },
  'purchase-unknown': { status: 404 },
  'wrong-state': { status: 409 },
  'items-unchecked': { status: 409 },
  'goods-without-file': { status: 409 },
  'label-unreadable': { status: 500 },
  'approval-needed': { status: 403 },
  'already-queued': { status: 409 },
  'nothing-to-print': { status: 409 },
  'label-not-wanted': { status: 409 },
  'catalogue-columns': { status: 422 },
  'row-twice': { status: 422 },
  'product-known': { status: 409 },
  'product-has-files': { status: 409 },
  'changed-since': { status: 409 },
  'picture-invalid': { status: 422 },

  // Sealed orders, wallets, closed networks
  'bundle-invalid': { status: 422 },
  'bundle-foreign': { status: 409 },
  'party-unproven': { status: 409 },
  'flow-missing': { status: 422 },
  'wallet-invalid': { status: 422 },
  'wallet-foreign': { status: 403 },
  'wallet-revoked': { status: 403 },
  'confirmation-refused': { status: 403 },
  'confirmation-expired': { status: 410 },
  'agency-unavailable': { status: 503 },

  // Paying
  'card-refused': { status: 403 },
  'link-expired': { status: 410 },
  'passkey-refused': { status: 403 },
  'no-public-pages': { status: 409 },
  'claim-too-high': { status: 409 },
  'return-too-late': { status: 409 },
  'not-a-return': { status: 409 },
  'refund-too-high': { status: 409 },
  'claim-waiting': { status: 409 },

  // Billing
  'statement-unknown': { status: 404 },
  'month-open': { status: 409 },
  'account-missing': { status: 409 },
  'bank-columns': { status: 422 },

  // Customers and cards
  'card-known': { status: 409 },
  'email-known': { status: 409 },
  'import-running': { status: 409 },

  // Depots and routes
  'already-there': { status: 409 },
  'already-booked': { status: 409 },
  'depot-in-use': { status: 409 },
  'routes-changed': { status: 409 },
  'no-counter': { status: 409 },
  'customer-closed': { status: 409 },
  'money-open': { status: 409 },
  'card-replaced': { status: 409 },

  // Stations
  'scan-unreadable': { status: 422 },
  'parcel-unknown': { status: 404 },
  'receipt-unknown': { status: 404 },
  'not-arrived': { status: 409 },
  'other-carrier': { status: 422 },
  'other-company': { status: 422 },
  'envelope-conflict': { status: 409 },
  'label-duplicate': { status: 409 },
  'already-scanned': { status: 409 },
  'cash-differs': { status: 409 },
  'wrong-depot': { status: 409 },
  'not-for-returns': { status: 409 },
  'held-at-depot': { status: 409 },
  'parcel-underway': { status: 409 },
  'parcel-ended': { status: 409 },
  'not-attempted': { status: 409 },
  'label-voided': { status: 409 },
  'nothing-counted': { status: 409 },
  'manifest-invalid': { status: 422 },

  // Printers
  'printer-unknown': { status: 404 },
  'printer-offline': { status: 503 },
  'printer-paper-out': { status: 503 },
  'printer-ribbon-out': { status: 503 },
  'printer-head-open': { status: 503 },
  'printer-paused': { status: 503 },
  'printer-failing': { status: 503 },
  'printer-refused': { status: 502 },
  'printer-timeout': { status: 504 },

  // Pairing a station
  'pairing-code-invalid': { status: 422 },
  'pairing-refused': { status: 403 },
  'service-unproven': { status: 403 },
  'station-revoked': { status: 403 },
  'station-known': { status: 409 },
  'station-offline': { status: 503 },
  'station-lease-ended': { status: 403 },

  // The first run
  'host-invalid': { status: 422 },
  'port-taken': { status: 409 },
  'port-refused': { status: 403 },

  // The installation
  'wrong-passphrase': { status: 401 },
  'vault-damaged': { status: 500 },
  'key-expired': { status: 409 },
  'card-invalid': { status: 422 },
  'card-unreachable': { status: 502 },
  'certificate-invalid': { status: 422 },
  'revocations-invalid': { status: 500 },
  'authority-missing': { status: 409 },

  // Pairwise keys and the key centre
  'other-centre': { status: 422 },
  'identifier-revoked': { status: 403 },
  'key-invalid': { status: 422 },
  'centre-full': { status: 409 },

  // The program itself
  'already-running': { status: 409 },
  'file-exists': { status: 409 },
  'logo-unreadable': { status: 422 },
  'logo-unsafe': { status: 422 },
  'folder-not-empty': { status: 409 },
  'recovery-key-missing': { status: 409 },
  'recovery-key-wrong': { status: 422 },
  'backup-damaged': { status: 422 },
  'disk-full': { status: 507 },
  'not-signed-in': { status: 401 },

  // Staff
  'not-permitted': { status: 403 },
  'first-account': { status: 409 },
  'secret-needed': { status: 401 },
  'wrong-secret': { status: 401 },
  'secret-weak': { status: 422 },
  'secret-due': { status: 403 },
  'locked-out': { status: 429 },
  'account-known': { status: 409 },
  'account-unknown': { status: 404 },
  'last-administrator': { status: 409 },

  'not-found': { status: 404 },
  'too-many': { status: 429 },
  unavailable: { status: 503 },
  internal: { status: 500 },
} as const satisfies Record<string, { readonly status: number }>;

export type ErrorCode = keyof typeof ERRORS;
