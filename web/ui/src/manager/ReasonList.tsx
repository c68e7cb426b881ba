/** Why cases are not callable, counted by rule: the most frequent first. */
import { wordsOf } from "../cases/catalogue.ts";
import { Bar } from "../cases/parts.tsx";
import { formatNumber } from "../texts/formats.ts";
import type { ReasonCount } from "./shapes.ts";
import { t } from "./texts.ts";

export function ReasonList({ reasons }: { reasons: readonly ReasonCount[] }) {
  const most = Math.max(1, ...reasons.map((each) => each.count));
  const ordered = [...reasons].sort((one, other) => other.count - one.count);
  if (ordered.length === 0) return <p class="quiet">{t("reasons.none")}</p>;
  return (
    <ul class="stack reasons">
      {ordered.map((each) => (
        <li key={each.code + each.rule_id}>
          <div class="row spread">
            <span>
              {t.coded(`reason.${each.code}`, wordsOf(each.code))} <span class="small quiet mono">{each.rule_id}</span>
            </span>
            <span class="figures">{formatNumber(each.count)}</span>
          </div>
          <Bar share={each.count / most} />
        </li>
      ))}
    </ul>
  );
}
