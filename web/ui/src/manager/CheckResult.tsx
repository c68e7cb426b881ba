/** The answer of a dry run: may it start, whom could it call now and later, who is blocked and why. */
import { wordsOf } from "../cases/catalogue.ts";
import { Bar } from "../cases/parts.tsx";
import { Notice } from "../components/Notice.tsx";
import { formatClock, formatNumber } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import { ReasonList } from "./ReasonList.tsx";
import type { Check } from "./shapes.ts";
import { t } from "./texts.ts";

export function CheckResult({ check }: { check: Check }) {
  return (
    <div class="stack">
      {check.ok ? (
        <Notice tone="good">{t("check.ok")}</Notice>
      ) : (
        <Notice tone="warn">
          <strong>{t("check.not_ok")}</strong>
          <ul>
            {check.problems.map((problem, at) => (
              <li key={at}>{problemText(problem)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <p class="verdict figures">{t("check.sum", { now: check.callable_now, later: check.later_today, blocked: check.blocked })}</p>
      {check.blocked > 0 || check.by_reason.length > 0 ? (
        <details>
          <summary>{t("check.why")}</summary>
          <ReasonList reasons={check.by_reason} />
        </details>
      ) : null}
    </div>
  );
}

/** How many the coming hours would allow, from the first hour with any to the last; the figure stands at each bar. */
export function Hours({ check }: { check: Check }) {
  const counts = check.histogram.map((each) => each.count);
  const most = Math.max(1, ...counts);
  const shown = check.histogram.slice(Math.max(0, counts.findIndex((count) => count > 0)), counts.findLastIndex((count) => count > 0) + 1);
  if (shown.length === 0) return null;
  return (
    <div class="card">
      <h2>{t("check.hours")}</h2>
      <ul class="hours">
        {shown.map((each) => (
          <li key={each.hour_start}>
            <span class="figures">{formatClock(each.hour_start)}</span>
            <Bar share={each.count / most} />
            <span class="figures number">{formatNumber(each.count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The server sends a sentence in each language with the code of a problem. */
function problemText(problem: Record<string, unknown>): string {
  const text = (key: string): string => (typeof problem[key] === "string" ? problem[key] : "");
  return inLanguage({ en: text("en"), zh: text("zh") }) || wordsOf(text("code"));
}
