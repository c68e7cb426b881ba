/** Why not now? For each number the answer in one sentence, every reason with what ends it and its law, and all as text to copy. */
import { useEffect, useState } from "preact/hooks";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Select } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { may } from "../shell/session.ts";
import { inLanguage } from "../texts/language.ts";
import { wordsOf } from "./catalogue.ts";
import { Block, CopyButton, Fault } from "./parts.tsx";
import type { NumberVerdict, Reason, Why } from "./shapes.ts";
import { t } from "./texts.ts";
import { Zones } from "./Zones.tsx";

const CHANNELS = ["phone", "sms", "email", "letter", "visit"] as const;

/** `round` grows when something on the case changed that may change the answer. */
export function WhyNot({ caseId, round }: { caseId: string; round: number }) {
  const [channel, setChannel] = useState("phone");
  const loaded = useLoaded<Why>(`/cases/${caseId}/why?channel=${channel}`);
  useEffect(() => {
    if (round > 0) loaded.reload();
  }, [round]);
  const why = loaded.value;
  return (
    <>
      <Block
        id="why"
        title={t("why.title")}
        aside={
          <div class="row">
            <Select
              label={t("why.channel")}
              value={channel}
              options={CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))}
              onChange={setChannel}
            />
            <Button onClick={loaded.reload}>{t("why.again")}</Button>
            {why ? <CopyButton text={inLanguage({ en: why.text_en, zh: why.text_zh })} label={t("why.copy")} /> : null}
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
          {why?.numbers.map((number) => <NumberWhy key={number.contact_point_id ?? number.label} number={number} />)}
          {why?.numbers.length === 0 ? <p>{t("why.no_numbers")}</p> : null}
        </div>
      </Block>
      {why ? <Zones rows={why.zones} at={why.at} /> : null}
    </>
  );
}

function NumberWhy({ number }: { number: NumberVerdict }) {
  const label = t.coded(`label.${number.label}`, wordsOf(number.label));
  return (
    <section aria-label={number.masked || label} class="stack number-why">
      <div class="row">
        <h3>
          {number.masked ? <span class="mono">{number.masked}</span> : null} <span class={number.masked ? "quiet" : ""}>{label}</span>
        </h3>
        <Badge tone={number.allowed ? "good" : "bad"}>{t(number.allowed ? "why.allowed" : "why.barred")}</Badge>
      </div>
      <p class="why-summary">{inLanguage({ en: number.summary_en, zh: number.summary_zh })}</p>
      <Reasons reasons={number.reasons} hasLifts />
    </section>
  );
}

/** Reasons in order, the one that decides first; each a plain sentence, what ends it, and then its law. */
export function Reasons({ reasons, hasLifts }: { reasons: readonly Reason[]; hasLifts?: boolean }) {
  if (reasons.length === 0) return null;
  return (
    <ol class="reasons-list">
      {reasons.map((reason) => (
        <li key={reason.rule_id + reason.code} class={reason.binding ? "binding" : undefined}>
          <div>
            {reason.binding && reasons.length > 1 ? <Badge tone="bad">{t("why.binding")}</Badge> : null}{" "}
            {inLanguage({ en: reason.sentence_en, zh: reason.sentence_zh })}
          </div>
          {hasLifts ? <div class="lift">{inLanguage({ en: reason.lift_en, zh: reason.lift_zh })}</div> : null}
          <Law reason={reason} />
        </li>
      ))}
    </ol>
  );
}

/** A row of the rulebooks has a page of its own, for those who may read it; windows of a campaign have none. */
function hasPage(reason: Reason): boolean {
  return reason.title_en !== "" && may("see_floor") && !/^(campaign|creditor)\./.test(reason.rule_id);
}

function Law({ reason }: { reason: Reason }) {
  const title = inLanguage({ en: reason.title_en, zh: reason.title_zh });
  return (
    <div class="small quiet">
      {t("why.law")} {title ? `${title} · ` : ""}
      {hasPage(reason) ? (
        <a class="mono" href={`/rules/${reason.rule_id}`}>
          {reason.rule_id}
        </a>
      ) : (
        <span class="mono">{reason.rule_id}</span>
      )}
      {reason.cite ? <> · {reason.source_url ? <a href={reason.source_url} rel="noreferrer" target="_blank">{reason.cite}</a> : reason.cite}</> : null}
    </div>
  );
}
