/** The credit company's forwarding station: packages of sealed goods, and the mails that bring them. */

export const forwardingCommands = {};
