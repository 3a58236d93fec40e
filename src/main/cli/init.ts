import { parseArgs } from 'node:util';
import { openAuthority } from '#main/vault/index.ts';
import { partyConfigSchema } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { makeParty } from './make-party.ts';

const USAGE = `usage: init --dir DIR --role mall|credit|carrier --id HOST --name NAME --authority DIR
            [--place TEXT] [--service TEXT …] [--public-port N] [--partner-port N] [--desk-port N] [--listen ADDRESS]
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
      'public-port': { type: 'string', default: '443' },
      'partner-port': { type: 'string', default: '8443' },
      'desk-port': { type: 'string', default: '8480' },
    },
  });
  const { dir, id, listen } = values;
  const [publicPort, partnerPort, deskPort] = ['public-port', 'partner-port', 'desk-port'].map((name) =>
    Number(values[name as 'public-port']),
  ) as [number, number, number];
  const config = partyConfigSchema.safeParse({
    id,
    role: values.role,
    name: values.name,
    place: values.place,
    services: values.service,
    public: { url: origin(id, publicPort), listen: { host: listen, port: publicPort } },
    partner: { url: origin(id, partnerPort), listen: { host: listen, port: partnerPort } },
    desk: { port: deskPort },
  });
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

function origin(id: string | undefined, port: number): string {
  return `https://${id}${port === 443 ? '' : `:${port}`}`;
}
