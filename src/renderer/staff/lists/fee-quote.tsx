/** What a parcel would cost by what stands on the screen, saved or not. */
import { type ReactNode, useState } from 'react';
import { SIZE_CLASSES, type SizeClass, WEIGHT_CLASSES, type WeightClass } from '#shared/domain/parcel-size.ts';
import { PREFECTURES } from '#shared/domain/prefecture.ts';
import { quote, type Tariff } from '#shared/domain/tariff.ts';
import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/fields.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { parseFee } from './fee-draft.ts';
import { useZoneName } from './zone-name.ts';

export function FeeQuote({ tariff }: { readonly tariff: Tariff | undefined }): ReactNode {
  const { fees } = useTexts();
  const language = useSettings((settings) => settings.language);
  const nameOf = useZoneName();
  const money = useMoney();
  const [size, setSize] = useState<SizeClass>(80);
  const [weight, setWeight] = useState<WeightClass>(2);
  const [cash, setCash] = useState('');
  const [postalCode, setPostalCode] = useState('');
  const [prefecture, setPrefecture] = useState('');
  const yen = (value: number): string => money({ value, currency: 'JPY' });
  const code = prefecture === '' ? postalCode : PREFECTURES[Number(prefecture)]!.codes[0]![0];
  const amount = parseFee(cash);
  const price =
    tariff && code.trim() !== ''
      ? quote(tariff, { size: { size, weight }, amount: amount === 0 ? undefined : amount }, 'JP', code)
      : undefined;
  return (
    <section className="stack" aria-label={fees.quote}>
      <h2>{fees.quote}</h2>
      <div className="fee-quote">
        <SelectField
          title={fees.quoteSize}
          value={String(size)}
          options={SIZE_CLASSES.map((each) => [String(each), String(each)] as const)}
          onChoose={(chosen) => setSize(Number(chosen) as SizeClass)}
        />
        <SelectField
          title={fees.quoteWeight}
          value={String(weight)}
          options={WEIGHT_CLASSES.map((each) => [String(each), fees.weightOf(each)] as const)}
          onChoose={(chosen) => setWeight(Number(chosen) as WeightClass)}
        />
        <TextField
          title={fees.quotePostal}
          inputMode="numeric"
          maxLength={10}
          value={postalCode}
          onText={(text) => {
            setPostalCode(text);
            setPrefecture('');
          }}
        />
        <SelectField
          title={fees.quotePrefecture}
          value={prefecture}
          options={[
            ['', fees.quoteNone] as const,
            ...PREFECTURES.map((each, at) => [String(at), each[language]] as const),
          ]}
          onChoose={setPrefecture}
        />
        <TextField
          title={fees.quoteCash}
          inputMode="numeric"
          placeholder={fees.quoteCashNone}
          value={cash}
          onText={setCash}
        />
      </div>
      {code.trim() !== '' && tariff && !price && <p className="strong">{fees.notServed}</p>}
      {price && (
        <dl className="fee-sum" aria-live="polite">
          <Line name={fees.quoteZone}>{nameOf(price.zone)}</Line>
          <Line name={fees.quoteSurcharge}>{yen(price.parts.zone)}</Line>
          <Line name={fees.quoteWeightPart}>{yen(price.parts.weight)}</Line>
          <Line name={fees.quoteCollecting}>{yen(price.parts.collecting)}</Line>
          <Line name={fees.quoteDoor}>
            <span className="fee-figure">{yen(price.surcharge)}</span>
          </Line>
          <Line name={fees.quoteMall}>{price.flat === undefined ? fees.notCarried : yen(price.flat)}</Line>
        </dl>
      )}
    </section>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}
