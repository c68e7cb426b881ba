/** Small parts of the pages of rules: the badge of a state, confidence, and dates in words. */
import { Badge, type Tone } from "../components/Badge.tsx";
import { formatInstant } from "../texts/formats.ts";
import type { RuleRow } from "./shapes.ts";
import type { State } from "./terms.ts";
import { t } from "./texts.ts";
import { w } from "./words.ts";

const TONES: Record<State, Tone> = { on: "good", off: "plain", switched_on: "accent", switched_off: "warn", later: "note", past: "plain" };

export function StateBadge({ row, state }: { row: RuleRow; state: State }) {
  return (
    <span class="states">
      <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
      {row.is_duty ? (
        <Badge tone="note" title={t("rules.duty_hint")}>
          {t("rules.duty")}
        </Badge>
      ) : null}
    </span>
  );
}

/** How sure we are of the rule, and below it of the way it counts where that differs. */
export function Confidence({ row }: { row: RuleRow }) {
  const word = (level: string): string => w.coded(`confidence.${level}`, level);
  return (
    <>
      {word(row.confidence)}
      {row.reading && row.reading !== row.confidence ? <div class="quiet small">{t("rules.reading", { confidence: word(row.reading) })}</div> : null}
    </>
  );
}

/** A date with its year, because laws are older than this one. */
export function dayText(day: string): string {
  return formatInstant(`${day}T12:00:00Z`, { year: "numeric", month: "short", day: "numeric" }, "UTC");
}

export function datesText(row: RuleRow): string | null {
  const parts: string[] = [];
  if (row.effective_from) parts.push(t("rules.since", { on: dayText(row.effective_from) }));
  if (row.effective_to) parts.push(t("rules.until", { on: dayText(row.effective_to) }));
  return parts.length > 0 ? parts.join(" ") : null;
}
