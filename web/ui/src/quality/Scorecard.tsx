/** The scorecard: sections, weights, knock-out items, not applicable. It saves itself; the result is told only when it is finished. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { readCatalogue } from "../cases/catalogue.ts";
import { Block, Fault } from "../cases/parts.tsx";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Notice } from "../components/Notice.tsx";
import { formatNumber } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import type { Mark, Marks, Review, ReviewSaved } from "./shapes.ts";
import { t } from "./texts.ts";

const MARKS: readonly Mark[] = ["yes", "no", "na"];
const SAVE_AFTER_MS = 800;

export function Scorecard({ attemptId, review }: { attemptId: string; review: Review | null }) {
  const card = readCatalogue()?.scorecard;
  const [marks, setMarks] = useState<Marks>(review?.marks ?? {});
  const [result, setResult] = useState<ReviewSaved | null>(review?.state === "final" ? review : null);
  const [saving, setSaving] = useState<"idle" | "waiting" | "saved">("idle");
  const [fault, setFault] = useState<unknown>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(marks);
  latest.current = marks;

  const save = async (isFinal: boolean): Promise<void> => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    try {
      const saved = await api.put<ReviewSaved>(`/reviews/${attemptId}`, { marks: latest.current, final: isFinal });
      setSaving("saved");
      setFault(null);
      if (isFinal) setResult(saved);
    } catch (error) {
      setFault(error);
    }
  };
  // What is not saved yet when the page is left is saved on leaving.
  useEffect(
    () => () => {
      if (timer.current) void save(false);
    },
    [],
  );
  const mark = (code: string, value: Mark): void => {
    setMarks({ ...latest.current, [code]: value });
    setSaving("waiting");
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(false), SAVE_AFTER_MS);
  };
  if (!card) return <Block title={t("card.title")}>{t("card.loading")}</Block>;
  const items = card.sections.flatMap((section) => section.items);
  const left = items.filter((item) => !marks[item.code]).length;
  return (
    <Block
      title={t("card.title")}
      aside={
        <span class="small quiet" role="status">
          {t(`card.saving.${saving}`)}
        </span>
      }
    >
      {card.sections.map((section) => (
        <section key={section.en} class="stack card-section" aria-label={inLanguage(section)}>
          <h3>{inLanguage(section)}</h3>
          {section.items.map((item) => (
            <fieldset key={item.code} class="card-item">
              <legend>
                {inLanguage(item)} <span class="small quiet">{t("card.weight", { weight: item.weight })}</span>{" "}
                {item.knock_out ? <Badge tone="warn">{t("card.knock_out")}</Badge> : null}
              </legend>
              <div class="row">
                {MARKS.map((value) => (
                  <label class="tick" key={value}>
                    <input
                      type="radio"
                      name={`mark-${item.code}`}
                      checked={marks[item.code] === value}
                      disabled={result !== null}
                      onChange={() => mark(item.code, value)}
                    />
                    <span>{t(`mark.${value}`)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
        </section>
      ))}
      <Fault fault={fault} onRetry={() => void save(false)} />
      <div class="card-result" role="status">
        {result ? <Notice tone="good">{t("card.result", { score: formatNumber(result.score ?? 0) })}</Notice> : <p class="small quiet">{t("card.left", { n: left })}</p>}
      </div>
      {result ? null : (
        <div>
          <Button kind="primary" disabled={left > 0} onClick={() => void save(true)}>
            {t("card.finish")}
          </Button>
        </div>
      )}
    </Block>
  );
}
