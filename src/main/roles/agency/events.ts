import type { EventHandlers } from '#main/post/index.ts';
import type { Agency } from './agency.ts';
import { takeVerdict } from './confirm.ts';
import { takeRequest } from './requests.ts';
import type { AgencyTables } from './tables.ts';

/** What malls and the settlement server may tell an agency. */
export function agencyEvents(agency: Agency): EventHandlers<AgencyTables> {
  return {
    'agency.request': (db, event) => takeRequest(agency, db, event),
    'agency.verdict': (db, event) => takeVerdict(agency, db, event),
  };
}
