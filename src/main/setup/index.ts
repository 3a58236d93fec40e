/**
 * The first run, before there is a party: takes what a person enters, makes keys and certificates in a folder beside the
 * party's own, and puts that in the party's place as a whole. The service calls it where the folder is empty; once a
 * party is there, nothing here can be reached. It keeps no passphrase and no recovery key beyond its own memory.
 */
export { openSetupCalls } from './setup-calls.ts';
export { hasNoParty, type MadeParty, openSetup, type Setup, type SetupOptions } from './setup.ts';
