/** One timeline of everything that happened, newest first, with a filter by kind and the frozen verdict behind each attempt. */
import { useState } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Select } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { Badge } from "../components/Badge.tsx";
import { useLoaded } from "../components/loading.ts";
import { may } from "../shell/session.ts";
import { inLanguage } from "../texts/language.ts";
import { actorText, CopyButton, Fault } from "./parts.tsx";
import type { FrozenVerdict, TimelineItem } from "./shapes.ts";
import { t } from "./texts.ts";
import { Reasons } from "./WhyNot.tsx";

/** Kinds that have a verdict: something left or was kept from leaving. */
const JUDGED = new Set(["call", "sms_out", "refused"]);
const SIGNS: Record<string, string> = {
  call: "☎",
  sms_out: "↗",
  sms_in: "↙",
  disposition: "✓",
  promise: "$",
  callback: "↻",
  hold: "‖",
  move: "→",
  note: "✎",
  import: "⇩",
  treatment: "◆",
  refused: "✕",
  fact: "i",
};

export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  const [kind, setKind] = useState("");
  const [asked, setAsked] = useState<TimelineItem | null>(null);
  const kinds = [...new Set(items.map((item) => item.kind))];
  const shown = items.filter((item) => kind === "" || item.kind === kind);
  return (
    <div class="stack timeline-block">
      <Select
        label={t("timeline.kind")}
        value={kind}
        options={[{ value: "", label: t("timeline.all") }, ...kinds.map((each) => ({ value: each, label: t(`kind.${each}`) }))]}
        onChange={setKind}
      />
      <ol class="timeline">
        {shown.map((item, at) => (
          <li key={`${item.at}-${at}`} class={`kind-${item.kind}`} {...anchor(item)}>
            <span class="sign" aria-hidden="true">
              {SIGNS[item.kind] ?? "·"}
            </span>
            <div>
              <div class="row">
                <strong>{t(`kind.${item.kind}`)}</strong>
                <LocalTime at={item.at} />
                <span class="quiet small">{actorText(item.actor)}</span>
              </div>
              <p class="wrapped">{inLanguage({ en: item.text_en, zh: item.text_zh })}</p>
            </div>
            {item.attempt_id && JUDGED.has(item.kind) ? (
              <div class="row">
                <Button onClick={() => setAsked(item)}>{t(item.kind === "refused" ? "timeline.why_refused" : "timeline.why_dialed")}</Button>
                {item.kind === "call" && may("review") ? <a href={`/quality/${item.attempt_id}`}>{t("timeline.listen")}</a> : null}
              </div>
            ) : null}
          </li>
        ))}
        {shown.length === 0 ? <li class="quiet">{t("timeline.empty")}</li> : null}
      </ol>
      {asked?.attempt_id ? <VerdictDialog attemptId={asked.attempt_id} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

/** A call or text can be led to from what was said in it. */
function anchor(item: TimelineItem): { id?: string; tabIndex?: number } {
  return item.attempt_id && ["call", "sms_out"].includes(item.kind) ? { id: `attempt-${item.attempt_id}`, tabIndex: -1 } : {};
}

/** What the rules said at the moment of the attempt, never judged anew. */
function VerdictDialog({ attemptId, onClose }: { attemptId: string; onClose: () => void }) {
  const loaded = useLoaded<FrozenVerdict>(`/attempts/${attemptId}/verdict`);
  const verdict = loaded.value;
  return (
    <Dialog
      title={t("verdict.title")}
      isWide
      onClose={onClose}
      footer={verdict ? <CopyButton text={inLanguage({ en: verdict.text_en, zh: verdict.text_zh })} label={t("why.copy")} /> : undefined}
    >
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      {verdict ? <Verdict verdict={verdict} /> : loaded.fault ? null : <p class="quiet">{t("parts.loading")}</p>}
    </Dialog>
  );
}

function Verdict({ verdict }: { verdict: FrozenVerdict }) {
  return (
    <>
      <p class="row">
        <Badge tone={verdict.allowed ? "good" : "bad"}>{t(verdict.allowed ? "verdict.allowed" : "verdict.refused")}</Badge>
        <LocalTime at={verdict.at} />
      </p>
      {verdict.allowed ? <p>{t("verdict.allowed_text", { n: verdict.rules.length })}</p> : null}
      <Reasons reasons={verdict.reasons} />
      {verdict.has_facts ? <JudgedOn verdict={verdict} /> : <p class="quiet">{t("verdict.no_facts")}</p>}
      <details>
        <summary>{t("verdict.rules")}</summary>
        <ul class="small rule-versions">
          {verdict.rules.map((rule) => (
            <li key={rule.id}>
              <span class="mono">
                {rule.id} {rule.version}
              </span>{" "}
              <span class="quiet">{inLanguage({ en: rule.title_en, zh: rule.title_zh })}</span>
            </li>
          ))}
        </ul>
        {verdict.rulebook ? <p class="small quiet mono">{t("verdict.versions", { book: verdict.rulebook, tz: verdict.tz })}</p> : null}
      </details>
    </>
  );
}

/** The facts as they stood, the zones that counted, and how much of each limit was used. */
function JudgedOn({ verdict }: { verdict: FrozenVerdict }) {
  return (
    <>
      <h3>{t("verdict.facts")}</h3>
      <ul class="facts-judged">
        {verdict.facts.map((fact) => (
          <li key={fact.en}>{inLanguage(fact)}</li>
        ))}
        <li>{t("verdict.zones", { zones: verdict.zones.join(", ") || "–" })}</li>
      </ul>
      {verdict.counts.length > 0 ? <h3>{t("verdict.counts")}</h3> : null}
      <ul class="facts-judged">
        {verdict.counts.map((count) => (
          <li key={count.rule_id}>
            <strong class="figures">{t("verdict.used", { used: count.used, limit: count.limit })}</strong>{" "}
            {inLanguage({ en: count.title_en, zh: count.title_zh })}
          </li>
        ))}
      </ul>
    </>
  );
}
