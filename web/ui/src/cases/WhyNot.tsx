/** Why not now? For each number the ordered reasons, the binding one first, when each ends, and the whole as text to copy. */
import { useEffect, useState } from "preact/hooks";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Select } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { inLanguage } from "../texts/language.ts";
import { wordsOf } from "./catalogue.ts";
import { Block, CopyButton, Fault } from "./parts.tsx";
import type { NumberVerdict, Reason, Why } from "./shapes.ts";
import { t } from "./texts.ts";

/** `round` grows when something on the case changed that may change the answer. */
export function WhyNot({ caseId, round }: { caseId: string; round: number }) {
  const [channel, setChannel] = useState("phone");
  const loaded = useLoaded<Why>(`/cases/${caseId}/why?channel=${channel}`);
  useEffect(() => {
    if (round > 0) loaded.reload();
  }, [round]);
  const why = loaded.value;
  return (
    <Block
      id="why"
      title={t("why.title")}
      aside={
        <div class="row">
          <Select
            label={t("why.channel")}
            value={channel}
            options={(["phone", "sms"] as const).map((each) => ({ value: each, label: t(`channel.${each}`) }))}
            onChange={setChannel}
          />
          <Button onClick={loaded.reload}>{t("why.again")}</Button>
          {why ? <CopyButton text={why.text} label={t("why.copy")} /> : null}
        </div>
      }
    >
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <div class="stack why-slot" aria-busy={loaded.isBusy ? "true" : undefined}>
        {why ? (
          <p class="small quiet">
            {t("why.asked_at")} <LocalTime at={why.at} />
          </p>
        ) : null}
        {why?.numbers.map((number) => <NumberWhy key={number.contact_point_id} number={number} />)}
        {why?.numbers.length === 0 ? <p>{t("why.no_numbers")}</p> : null}
      </div>
    </Block>
  );
}

function NumberWhy({ number }: { number: NumberVerdict }) {
  return (
    <section aria-label={number.masked} class="stack number-why">
      <div class="row">
        <h3>
          <span class="mono">{number.masked}</span> <span class="quiet">{t.coded(`label.${number.label}`, wordsOf(number.label))}</span>
        </h3>
        <Badge tone={number.allowed ? "good" : "bad"}>{t(number.allowed ? "why.allowed" : "why.barred")}</Badge>
        {number.allowed ? null : (
          <span>
            {number.next_allowed_at ? (
              <>
                {t("why.next")} <LocalTime at={number.next_allowed_at} />
              </>
            ) : (
              t(`next_kind.${number.next_kind}`)
            )}
          </span>
        )}
      </div>
      <Reasons reasons={number.reasons} />
    </section>
  );
}

/** Reasons in order; the binding one is marked in words. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <ol class="reasons-list">
      {reasons.map((reason) => (
        <li key={reason.rule_id + reason.code} class={reason.binding ? "binding" : undefined}>
          <div>
            {reason.binding ? <Badge tone="bad">{t("why.binding")}</Badge> : null} {inLanguage({ en: reason.sentence_en, zh: reason.sentence_zh })}
          </div>
          <div class="small quiet">
            <span class="mono">{reason.rule_id}</span>
            {reason.cite ? ` · ${reason.cite}` : ""} ·{" "}
            {reason.until ? (
              <>
                {t("why.until")} <LocalTime at={reason.until} />
              </>
            ) : (
              t("why.no_end")
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
