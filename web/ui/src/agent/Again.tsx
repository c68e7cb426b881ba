/** Whether the person may be contacted again, and what happened last. */
import { call } from "./panel.ts";
import { Badge } from "../components/Badge.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { formatInstant } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

export function Again() {
  const rules = call.value?.contact_rules;
  return (
    <section class="card again" aria-labelledby="again-title">
      <h2 id="again-title">{t("agent.again")}</h2>
      {rules ? (
        <p class="row">
          <span>{t("agent.attempts", { used: rules.attempts_used, cap: rules.attempts_cap, n: rules.window_days })}</span>
          <span>
            {rules.quiet_until
              ? t("agent.quiet_until", { at: formatInstant(rules.quiet_until, { weekday: "short", hour: "2-digit", minute: "2-digit" }) })
              : t("agent.not_quiet")}
          </span>
          <Badge tone={rules.sms_ok ? "good" : "warn"}>{rules.sms_ok ? t("agent.sms_ok") : t("agent.sms_not_ok")}</Badge>
          {rules.sentences.map((code) => (
            <span key={code} class="small quiet">
              {t.coded(`rule.${code}`, code)}
            </span>
          ))}
        </p>
      ) : (
        <p class="quiet">{t("agent.again_later")}</p>
      )}
    </section>
  );
}

const LATEST = 5;

export function Timeline() {
  const items = call.value?.timeline.slice(0, LATEST) ?? [];
  return (
    <section class="card timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t("agent.timeline")}</h2>
      <ol>
        {items.map((item) => (
          <li key={`${item.at} ${item.kind} ${item.title_code}`}>
            <span class="small quiet">
              <LocalTime at={item.at} />
            </span>
            <span>
              <Badge>{t.coded(`timeline.${item.kind}`, item.kind)}</Badge> {inLanguage({ en: item.text_en, zh: item.text_zh })}
            </span>
          </li>
        ))}
      </ol>
      {call.value && items.length === 0 ? <p class="quiet">{t("agent.no_timeline")}</p> : null}
    </section>
  );
}
