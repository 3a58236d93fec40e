/** Who this company is, and where its doors stand: a name to type, everything else proposed. */
import { type ReactNode, useState } from 'react';
import type { PartyPlan, SetupInput } from '#shared/desk/setup.ts';
import type { Role } from '#shared/protocol/party.ts';
import type { WalletVariant } from '#shared/protocol/wallet.ts';
import { failureCode } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { Segments } from '../components/segments.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

/** A plan, or a beginning of one: its host name as it was typed. */
export type Entered = Partial<Omit<PartyPlan, 'id'>> & { readonly id: string };

export function CompanyStep({
  role,
  plan,
  onBack,
  onDone,
}: {
  readonly role: Role;
  /** What was entered before. */
  readonly plan?: Entered;
  /** To another role; what is not of this one stays. */
  readonly onBack: (entered: Entered) => void;
  readonly onDone: () => void;
}): ReactNode {
  const { frame, setup } = useTexts();
  const { company } = setup;
  const { go, failure } = useSetup();
  const proposal = useSetup((store) => store.state!.proposal);
  const [name, setName] = useState(plan?.name ?? '');
  const [place, setPlace] = useState(plan?.place ?? '');
  const [id, setId] = useState<string>(plan?.id ?? proposal.host);
  const [publicPort, setPublicPort] = useState(String(plan?.publicPort ?? proposal.publicPort));
  const [partnerPort, setPartnerPort] = useState(String(plan?.partnerPort ?? proposal.partnerPort));
  const [stationPort, setStationPort] = useState(plan?.stationPort === undefined ? '' : String(plan.stationPort));
  const [closed, setClosed] = useState(plan?.closed ?? false);
  const [settlement, setSettlement] = useState<string>(plan?.agency?.settlement ?? '');
  const [variant, setVariant] = useState<WalletVariant>(plan?.agency?.variant ?? 'reseal');
  const aboutPort = failure?.code === 'port-taken' || failure?.code === 'port-refused' ? failure.about : undefined;
  const [portsShown, setPortsShown] = useState(plan?.stationPort !== undefined);
  const [changing, setChanging] = useState(false);
  const invalid = (field: string): boolean => failure?.about?.split('.').at(-1) === field;
  /** Of this page itself, too, where it has one. */
  const ports = [publicPort, partnerPort, stationPort, location.port];
  const wrongPort = (field: string, port: string): boolean =>
    invalid(field) ||
    (port !== '' && (aboutPort === port || (invalid('ports') && ports.filter((each) => each === port).length > 1)));

  async function next(): Promise<void> {
    const entered = {
      role,
      name: name.trim(),
      place: place.trim(),
      id: id.trim().toLowerCase(),
      publicPort: Number(publicPort),
      partnerPort: Number(partnerPort),
      ...(stationPort.trim() !== '' && { stationPort: Number(stationPort) }),
      closed: role === 'credit' && closed,
      ...(role === 'agency' && settlement.trim() !== '' && { agency: { settlement: settlement.trim(), variant } }),
    } as SetupInput<'setup.describe'>;
    if (await go('setup.describe', entered)) onDone();
    else if (/port/i.test(failureCode(useSetup.getState().failure!))) setPortsShown(true);
  }
  return (
    <StepForm
      title={company.title}
      next={setup.next}
      ready={name.trim() !== '' && id.trim() !== '' && (role !== 'agency' || settlement.trim() !== '')}
      onNext={() => void next()}
      onBack={() => onBack({ name, place, id })}
    >
      <p className="setup-chosen">{frame.roles[role]}</p>
      <TextField
        title={company.name}
        hint={company.nameHint}
        value={name}
        maxLength={60}
        autoFocus
        invalid={invalid('name')}
        onText={setName}
      />
      <TextField
        title={company.id}
        hint={id.endsWith('.localhost') ? company.idLocal : company.idHint}
        value={id}
        maxLength={253}
        spellCheck={false}
        invalid={invalid('id')}
        onText={setId}
      />
      {role === 'agency' && (
        <>
          <TextField
            title={company.settlement}
            hint={company.settlementHint}
            value={settlement}
            spellCheck={false}
            invalid={invalid('settlement')}
            onText={setSettlement}
          />
          <div className="field">
            <span>{company.variant}</span>
            <Segments
              label={company.variant}
              choices={[
                ['reseal', company.variants.reseal],
                ['pass', company.variants.pass],
              ]}
              chosen={variant}
              onChoose={setVariant}
            />
            <span className="meta">{company.variantHint}</span>
          </div>
        </>
      )}
      <TextField title={company.place} hint={company.placeHint} value={place} maxLength={60} onText={setPlace} />
      {role === 'credit' && (
        <label className="check">
          <input type="checkbox" checked={closed} onChange={(event) => setClosed(event.target.checked)} />
          {company.closed}
        </label>
      )}
      {portsShown ? (
        <div className="setup-ports">
          {!(role === 'credit' && closed) && (
            <TextField
              title={company.publicPort}
              inputMode="numeric"
              value={publicPort}
              autoFocus={changing}
              invalid={wrongPort('publicPort', publicPort)}
              onText={setPublicPort}
            />
          )}
          <TextField
            title={company.partnerPort}
            inputMode="numeric"
            value={partnerPort}
            autoFocus={changing && role === 'credit' && closed}
            invalid={wrongPort('partnerPort', partnerPort)}
            onText={setPartnerPort}
          />
          <TextField
            title={company.stationPort}
            hint={company.stationHint}
            inputMode="numeric"
            value={stationPort}
            placeholder={String(proposal.stationPort)}
            invalid={wrongPort('stationPort', stationPort)}
            onText={setStationPort}
          />
        </div>
      ) : (
        <p className="setup-line">
          <span className="meta">{company.ports}</span>
          <span>
            {role === 'credit' && closed
              ? company.portsClosed(Number(partnerPort))
              : company.portsAre(Number(publicPort), Number(partnerPort))}
          </span>
          <button
            type="button"
            className="button slim"
            onClick={() => {
              setChanging(true);
              setPortsShown(true);
            }}
          >
            {company.changePorts}
          </button>
        </p>
      )}
    </StepForm>
  );
}
