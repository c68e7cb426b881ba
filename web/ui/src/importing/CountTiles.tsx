/** The five outcomes of an import's rows; they sum to the rows read. A count whose rows can be seen here opens them. */
import { formatNumber } from "../texts/formats.ts";
import { type Counts, OUTCOMES } from "./shapes.ts";
import { t } from "./texts.ts";

type Outcome = (typeof OUTCOMES)[number];

interface Props {
  counts: Counts;
  rows: number;
  /** What shows the rows of an outcome, for those it can show. */
  opens?: Partial<Record<Outcome, () => void>>;
}

export function CountTiles({ counts, rows, opens = {} }: Props) {
  return (
    <dl class="tiles figures">
      <div>
        <dt>{t("count.rows")}</dt>
        <dd>{formatNumber(rows)}</dd>
      </div>
      {OUTCOMES.map((outcome) => {
        const open = counts[outcome] > 0 ? opens[outcome] : undefined;
        return (
          <div key={outcome} class={outcome === "rejected" && counts.rejected > 0 ? "bad" : undefined}>
            <dt>{t(`count.${outcome}`)}</dt>
            <dd>
              {open ? (
                <button type="button" class="tile-open" aria-label={t("count.open", { name: t(`count.${outcome}`), n: counts[outcome] })} onClick={open}>
                  {formatNumber(counts[outcome])}
                </button>
              ) : (
                formatNumber(counts[outcome])
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
