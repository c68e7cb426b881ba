/** Which layers lie over the hours: switched on and off one by one, for the rules of one place and the debts of one creditor. */
import { Select, Tick } from "../components/Field.tsx";
import { inLanguage } from "../texts/language.ts";
import { ruleText } from "./CellTold.tsx";
import { LAYER_CODES, type LayerCode, type Layers } from "./layers.ts";
import { t } from "./texts.ts";

export type Switch = LayerCode | "wishes";

interface Props {
  layers: Layers;
  isOff: ReadonlySet<Switch>;
  onSwitch: (code: Switch, on: boolean) => void;
  onPlace: (place: string) => void;
  onCreditor: (creditor: string) => void;
}

export function LayerBar({ layers, isOff, onSwitch, onPlace, onCreditor }: Props) {
  const places = layers.places.length > 0 ? layers.places : [{ key: layers.place, name: layers.place, name_zh: layers.place, cases: 0 }];
  const places_of = (each: (typeof places)[number]): string => t("layers.place_cases", { name: inLanguage({ en: each.name, zh: each.name_zh }), n: each.cases });
  return (
    <fieldset class="layer-bar">
      <legend class="label">{t("layers.title")}</legend>
      <div class="row layer-ticks">
        {LAYER_CODES.map((code) => (
          <Tick key={code} checked={!isOff.has(code)} onChange={(on) => onSwitch(code, on)}>
            {t(`layer_tick.${code}`)}
            {(layers.layers.find((each) => each.code === code)?.rules.length ?? 0) === 0 ? <span class="quiet"> ({t("layers.none")})</span> : null}
          </Tick>
        ))}
        <Tick checked={!isOff.has("wishes")} onChange={(on) => onSwitch("wishes", on)}>
          {t("layer_tick.wishes")}
        </Tick>
      </div>
      <div class="form-grid">
        <Select
          label={t("layers.place")}
          value={layers.place}
          options={places.map((each) => ({ value: each.key, label: places_of(each) }))}
          onChange={onPlace}
        />
        {layers.creditors.length > 1 ? (
          <Select
            label={t("layers.creditor")}
            value={layers.creditor}
            options={layers.creditors.map((each) => ({ value: each.code, label: t("layers.place_cases", { name: each.name, n: each.cases }) }))}
            onChange={onCreditor}
          />
        ) : null}
      </div>
      <p class="small quiet">{t("layers.hint")}</p>
      <details class="small">
        <summary>{t("layers.rules")}</summary>
        <ul class="stack">
          {layers.layers.flatMap((layer) =>
            layer.rules.map((rule) => (
              <li key={rule.id}>
                <strong>{t.coded(`layer_tick.${layer.code}`, layer.code)}</strong> {ruleText(rule)} <code class="quiet">{rule.id}</code>
              </li>
            )),
          )}
        </ul>
      </details>
    </fieldset>
  );
}
