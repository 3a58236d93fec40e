import { type PartyPlan, listenersOfPlan } from '#shared/desk/setup.ts';
import { type PartyConfig, partyConfigSchema } from '#main/config.ts';

/** A name that leads to this machine alone needs no door to a network. */
const isOfThisMachine = (id: string): boolean => id === 'localhost' || id.endsWith('.localhost');

/** The configuration of the party that was planned. */
export function configOf(
  plan: PartyPlan,
  made: {
    readonly deskPort: number;
    readonly recovery: string;
    readonly revocations: PartyConfig['revocations'];
  },
): PartyConfig {
  const { id, role, name, place, publicPort, partnerPort, stationPort, agency } = plan;
  const host = isOfThisMachine(id) ? '127.0.0.1' : '0.0.0.0';
  const isOpen = listenersOfPlan(plan).includes('public');
  return partyConfigSchema.parse({
    id,
    role,
    name,
    place,
    public: { url: origin(id, publicPort), ...(isOpen && { listen: { host, port: publicPort } }) },
    partner: { url: origin(id, partnerPort), listen: { host, port: partnerPort } },
    ...(agency && { agency }),
    desk: { port: made.deskPort },
    ...(stationPort !== undefined && { stations: { listen: { host, port: stationPort }, hosts: [id] } }),
    revocations: made.revocations,
    recovery: made.recovery,
  });
}

function origin(id: string, port: number): string {
  return `https://${id}${port === 443 ? '' : `:${port}`}`;
}
