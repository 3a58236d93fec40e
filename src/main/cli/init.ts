import { parseArgs } from 'node:util';
import { openAuthority } from '#main/vault/index.ts';
import { type PartyConfig, partyConfigSchema } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { makeParty } from '#main/make-party.ts';

const USAGE = `usage: init --dir DIR --role mall|credit|carrier|agency|wrapper --id HOST --name NAME --authority DIR
            [--place TEXT] [--service TEXT …] [--public-port N] [--partner-port N] [--desk-port N] [--listen ADDRESS]
            [--partner-listen ADDRESS] [--partner-also ADDRESS …] [--partner-from ADDRESS | PARTY=ADDRESS …] [--no-public]
            [--settlement PARTY --variant reseal|pass] [--station-port N [--station-host NAME …]]
--partner-listen, --partner-also: addresses of the partner door, where they are not --listen.
--partner-from: own address that messages to partners, or to one of them, leave from (docs/closed-network.md).
--no-public: a credit company on a closed network; no door for customers.
--station-port: a door for stations – benches, gates, vans – on other computers (docs/stations.md); --station-host: the names
  or addresses they reach it by, where it is not the id.
--settlement: who settles what customers confirm through this agency; an agency needs it, a credit company may run one.
The new party's passphrase comes from TOKUMEI_PASSPHRASE or is asked for; the authority's from TOKUMEI_AUTHORITY_PASSPHRASE.`;

/** Makes a party and has the group's authority in the named folder certify it. */
export async function runInit(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: 'string' },
      role: { type: 'string' },
      id: { type: 'string' },
      name: { type: 'string' },
      place: { type: 'string', default: '' },
      service: { type: 'string', multiple: true, default: [] },
      authority: { type: 'string' },
      listen: { type: 'string', default: '0.0.0.0' },
      'partner-listen': { type: 'string' },
      'partner-also': { type: 'string', multiple: true, default: [] },
      'partner-from': { type: 'string', multiple: true, default: [] },
      'no-public': { type: 'boolean', default: false },
      settlement: { type: 'string' },
      variant: { type: 'string' },
      'public-port': { type: 'string', default: '443' },
      'partner-port': { type: 'string', default: '8443' },
      'desk-port': { type: 'string', default: '8480' },
      'station-port': { type: 'string' },
      'station-host': { type: 'string', multiple: true, default: [] },
    },
  });
  const { dir, id, listen, role, settlement, variant } = values;
  const { 'station-port': stationPort, 'station-host': stationHosts } = values;
  const [publicPort, partnerPort, deskPort] = ['public-port', 'partner-port', 'desk-port'].map((name) =>
    Number(values[name as 'public-port']),
  ) as [number, number, number];
  const config = partyConfigSchema.safeParse({
    id,
    role,
    name: values.name,
    place: values.place,
    services: values.service,
    public: {
      url: origin(id, publicPort),
      ...(!values['no-public'] && { listen: { host: listen, port: publicPort } }),
    },
    partner: {
      url: origin(id, partnerPort),
      listen: { host: values['partner-listen'] ?? listen, port: partnerPort },
      ...(values['partner-also'].length > 0 && {
        also: values['partner-also'].map((host) => ({ host, port: partnerPort })),
      }),
      ...(values['partner-from'].length > 0 && { from: readFrom(values['partner-from']) }),
    },
    ...((settlement ?? variant) !== undefined && { agency: { settlement, variant } }),
    desk: { port: deskPort },
    ...(stationPort !== undefined && {
      stations: {
        listen: { host: listen, port: Number(stationPort) },
        hosts: stationHosts.length > 0 ? stationHosts : [id],
      },
    }),
  });
  const misfit = config.success ? misfitOf(config.data) : undefined;
  if (misfit !== undefined) {
    console.error(`${USAGE}\n  ${misfit}`);
    return 2;
  }
  if (dir === undefined || values.authority === undefined || !config.success) {
    console.error(USAGE);
    for (const issue of config.error?.issues ?? []) console.error(`  ${issue.path.join('.')}: ${issue.message}`);
    return 2;
  }
  const authority = await openAuthority(values.authority, process.env['TOKUMEI_AUTHORITY_PASSPHRASE'] ?? '');
  if (!authority.ok) {
    console.error(`authority: ${authority.error.code}`);
    return 1;
  }
  const passphrase = await askPassphrase();
  const made = await makeParty(dir, config.data, passphrase ?? '', authority.value);
  if (!made.ok) {
    console.error(made.error.code);
    return 1;
  }
  console.log(`${config.data.id} is ready: npm run tokumei -- serve --dir ${dir}`);
  return 0;
}

/** An address for all partners, or one for each that is named. */
function readFrom(given: readonly string[]): string | Readonly<Record<string, string>> {
  if (given.length === 1 && !given[0]!.includes('=')) return given[0]!;
  return Object.fromEntries(given.map((each) => each.split('=', 2) as [string, string]));
}

/** What a role can't be without, or be with. */
function misfitOf({ role, agency }: PartyConfig): string | undefined {
  if (role === 'agency' && agency === undefined) return 'settlement: an agency names who settles';
  if (agency !== undefined && role !== 'agency' && role !== 'credit') return `settlement: a ${role} is no agency`;
  return undefined;
}

function origin(id: string | undefined, port: number): string {
  return `https://${id}${port === 443 ? '' : `:${port}`}`;
}
