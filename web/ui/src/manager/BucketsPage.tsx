/** The delinquency buckets as one set: no day without a bucket, none in two. The row at fault is named while one types. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Fault, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { useLoaded } from "../components/loading.ts";
import { Notice } from "../components/Notice.tsx";
import { toast } from "../components/Toasts.tsx";
import type { PageProps } from "../routes.tsx";
import { type BucketProblem, bucketProblems, type BucketRow, followedOn } from "./buckets.ts";
import "./manager.css";
import type { BucketSet } from "./shapes.ts";
import { t } from "./texts.ts";

export function BucketsPage(_props: PageProps) {
  const loaded = useLoaded<BucketSet>("/buckets");
  const [rows, setRows] = useState<BucketRow[]>([]);
  const { isBusy, run } = useCommand();
  useEffect(() => {
    if (loaded.value) setRows(loaded.value.buckets);
  }, [loaded.value]);
  const problems = bucketProblems(rows);
  const isChanged = JSON.stringify(rows) !== JSON.stringify(loaded.value?.buckets ?? []);
  const change = (at: number, changes: Partial<BucketRow>): void => {
    const next = rows.map((row, index) => (index === at ? { ...row, ...changes } : row));
    setRows("last_day" in changes ? followedOn(next, at) : next);
  };
  const save = (): void =>
    run(async () => {
      loaded.set(await api.put<BucketSet>("/buckets", { buckets: rows }));
      toast(t("buckets.saved"), { tone: "good" });
    });
  return (
    <div class="page buckets">
      <div class="title">
        <h1>{t("buckets.title")}</h1>
      </div>
      <p class="quiet">{t("buckets.explained")}</p>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <div class="table-frame" tabIndex={0} role="region" aria-label={t("buckets.title")} aria-busy={loaded.isBusy ? "true" : undefined}>
        <table class="table">
          <caption class="unseen">{t("buckets.title")}</caption>
          <thead>
            <tr>
              {(["code", "name_en", "name_zh", "first_day", "last_day"] as const).map((field) => (
                <th key={field} scope="col">
                  {t(`buckets.${field}`)}
                </th>
              ))}
              <th scope="col">{t("buckets.cases")}</th>
              <th scope="col">
                <span class="unseen">{t("buckets.remove")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <Row key={at} row={row} at={at} problems={problems.filter((each) => each.row === at)} onChange={(changes) => change(at, changes)} onRemove={() => setRows(rows.filter((_, index) => index !== at))} />
            ))}
          </tbody>
        </table>
      </div>
      <div class="problem-slot" role="status">
        {problems.map((problem) => (
          <Notice key={`${problem.row}-${problem.code}-${problem.field}`} tone="warn">
            {problemText(problem, rows)}
          </Notice>
        ))}
      </div>
      <div class="row">
        <Button onClick={() => setRows(withNext(rows))}>+ {t("buckets.add")}</Button>
        <Button kind="primary" disabled={!isChanged || problems.length > 0 || isBusy} onClick={save}>
          {t("buckets.save")}
        </Button>
        <Button disabled={!isChanged} onClick={() => setRows(loaded.value?.buckets ?? [])}>
          {t("form.discard")}
        </Button>
      </div>
    </div>
  );
}

interface RowProps {
  row: BucketRow;
  at: number;
  problems: BucketProblem[];
  onChange: (changes: Partial<BucketRow>) => void;
  onRemove: () => void;
}

function Row({ row, at, problems, onChange, onRemove }: RowProps) {
  const cell = (field: "code" | "name_en" | "name_zh" | "first_day" | "last_day") => ({
    class: "input",
    "aria-label": t("buckets.cell", { field: t(`buckets.${field}`), n: at + 1 }),
    "aria-invalid": problems.some((each) => each.field === field) ? ("true" as const) : undefined,
  });
  return (
    <tr>
      <td>
        <input {...cell("code")} value={row.code} maxLength={20} onInput={(event) => onChange({ code: event.currentTarget.value })} />
      </td>
      <td>
        <input {...cell("name_en")} value={row.name_en} onInput={(event) => onChange({ name_en: event.currentTarget.value })} />
      </td>
      <td>
        <input {...cell("name_zh")} lang="zh" value={row.name_zh} onInput={(event) => onChange({ name_zh: event.currentTarget.value })} />
      </td>
      <td>
        <input {...cell("first_day")} type="number" min={1} value={Number.isNaN(row.first_day) ? "" : row.first_day} onInput={(event) => onChange({ first_day: event.currentTarget.valueAsNumber })} />
      </td>
      <td>
        <input
          {...cell("last_day")}
          type="number"
          min={1}
          placeholder={t("buckets.no_end")}
          value={row.last_day ?? ""}
          onInput={(event) => onChange({ last_day: event.currentTarget.value === "" ? null : event.currentTarget.valueAsNumber })}
        />
      </td>
      <td>
        <a href={`/cases?bucket=${encodeURIComponent(row.code)}`} aria-label={t("buckets.cases_of", { code: row.code })}>
          {t("buckets.see")}
        </a>
      </td>
      <td>
        <Button kind="plain" label={t("buckets.remove_row", { code: row.code })} onClick={onRemove}>
          ✕
        </Button>
      </td>
    </tr>
  );
}

function problemText(problem: BucketProblem, rows: readonly BucketRow[]): string {
  const code = rows[problem.row]?.code || String(problem.row + 1);
  return t(`bucket_problem.${problem.code}`, { code, day: problem.day, n: problem.row + 1 });
}

/** The set with one more bucket at its end: the open-ended one is closed thirty days on. */
function withNext(rows: readonly BucketRow[]): BucketRow[] {
  const last = rows.at(-1);
  const end = last ? (last.last_day ?? last.first_day + 29) : 0;
  const code = `b${rows.length + 1}`;
  const closed = rows.map((row, at) => (at === rows.length - 1 ? { ...row, last_day: end } : row));
  return [...closed, { code, name_en: "", name_zh: "", first_day: end + 1, last_day: null }];
}
