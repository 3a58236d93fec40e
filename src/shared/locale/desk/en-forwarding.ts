/** The forwarding station and its mails, in English. */
export const enForwarding = {};
