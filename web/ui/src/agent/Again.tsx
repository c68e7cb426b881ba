/** Whether the person may be contacted again, and what happened last. */
import * as commands from "./commands.ts";
import { RecordedFacts } from "./Facts.tsx";
import { call } from "./panel.ts";
import type { CallView } from "../api/shapes.ts";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
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
        <div class="row">
          <Closed channels={rules.closed} />
          <span>{t("agent.attempts", { used: rules.attempts_used, cap: rules.attempts_cap, n: rules.window_days })}</span>
          {rules.closed.includes("phone") ? null : <Openings rules={rules} />}
          <RecordedFacts />
          <Button keyHint="F" disabled={call.value?.state === "preview"} onClick={() => (commands.opened.value = "facts")}>
            {t("facts.open")}
          </Button>
        </div>
      ) : (
        <p class="quiet">{t("agent.again_later")}</p>
      )}
    </section>
  );
}

/** When the clock opens the way again, and what bars it until then; nothing of it matters once a fact bars calls. */
function Openings({ rules }: { rules: CallView["contact_rules"] }) {
  return (
    <>
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
    </>
  );
}

/** Channels that no time opens again; for all of them at once in one word. */
function Closed({ channels }: { channels: readonly string[] }) {
  if (channels.length === 0) return null;
  const names = channels.map((each) => t.coded(`channel.${each}`, each)).join(", ");
  return <Badge tone="bad">{t("agent.closed", { channels: names })}</Badge>;
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
