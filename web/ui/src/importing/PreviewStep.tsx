/** What the import would do, every row judged and nothing written: counts, errors by column, changes of known accounts. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Block, Fault, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Field } from "../components/Field.tsx";
import { Notice } from "../components/Notice.tsx";
import { type Column, Table } from "../components/Table.tsx";
import { Tabs } from "../components/Tabs.tsx";
import { formatNumber } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import { CountTiles } from "./CountTiles.tsx";
import type { Plan } from "./ImportPage.tsx";
import type { Field as ImportField, Preview } from "./shapes.ts";
import { fieldName, t } from "./texts.ts";

interface Props {
  plan: Plan;
  onBack: () => void;
  onStarted: (batchId: string) => void;
}

export function PreviewStep({ plan, onBack, onStarted }: Props) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const [view, setView] = useState("errors");
  const [name, setName] = useState("");
  const { isBusy, run } = useCommand();
  const body = { file_id: plan.file.file_id, creditor_code: plan.creditor, recipe: plan.recipe };
  useEffect(() => {
    let isCurrent = true;
    setFault(null);
    api.post<Preview>("/imports/preview", body).then(
      (found) => isCurrent && setPreview(found),
      (error: unknown) => isCurrent && setFault(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [round]);
  const start = (): void =>
    run(async () => {
      const saved = name.trim();
      const { batch_id } = await api.post<{ batch_id: string }>("/imports", { ...body, ...(saved ? { save_recipe_as: saved } : {}) });
      onStarted(batch_id);
    });
  return (
    <>
      <Block title={t("preview.title")}>
        <Fault fault={fault} onRetry={() => setRound((count) => count + 1)} />
        <div class="preview-slot stack" role="status">
          {preview ? (
            <>
              <CountTiles counts={preview} rows={preview.rows} opens={{ updated: () => setView("updates"), rejected: () => setView("rows") }} />
              {preview.already_applied ? <Notice tone="warn">{t("preview.already")}</Notice> : null}
            </>
          ) : fault ? null : (
            <p class="quiet">{t("preview.judging")}</p>
          )}
        </div>
      </Block>
      {preview ? (
        <section class="card stack" aria-label={t("preview.details")}>
          <Tabs
            label={t("preview.details")}
            panelId="preview-view"
            tabs={(["errors", "rows", "updates"] as const).map((code) => ({ code, title: t(`preview.${code}`, { n: counted(preview, code) }) }))}
            chosen={view}
            onChoose={setView}
          />
          <div id="preview-view" role="tabpanel" aria-labelledby={`preview-view-tab-${view}`}>
            {view === "errors" ? <ErrorTable preview={preview} /> : view === "rows" ? <RowTable preview={preview} /> : <UpdateTable preview={preview} fields={plan.file.fields} />}
          </div>
        </section>
      ) : null}
      <section class="card stack" aria-label={t("preview.apply")}>
        <div class="form-row">
          <Field label={t("preview.save_as")} hint={t("preview.save_as_hint")} value={name} onInput={setName} input={{ maxLength: 200 }} />
        </div>
        <div class="row">
          <Button onClick={onBack}>{t("columns.back")}</Button>
          <Button kind="primary" disabled={isBusy || preview === null} onClick={start}>
            {preview ? t("preview.apply_n", { n: preview.new + preview.updated }) : t("preview.apply")}
          </Button>
        </div>
      </section>
    </>
  );
}

function counted(preview: Preview, view: "errors" | "rows" | "updates"): number {
  return view === "errors" ? preview.errors.length : view === "rows" ? preview.first_errors.length : preview.updates.length;
}

function ErrorTable({ preview }: { preview: Preview }) {
  type Row = Preview["errors"][number];
  const columns: Column<Row>[] = [
    { code: "column", title: t("columns.column"), cell: (row) => row.column, sort: (row) => row.column },
    { code: "message", title: t("errors.reason"), cell: (row) => inLanguage({ en: row.message_en, zh: row.message_zh }) },
    { code: "count", title: t("errors.rows"), isNumber: true, cell: (row) => formatNumber(row.count), sort: (row) => row.count },
  ];
  return <Table caption={t("errors.title")} columns={columns} rows={preview.errors} rowKey={(row) => row.column + row.code} empty={t("errors.none")} />;
}

function RowTable({ preview }: { preview: Preview }) {
  type Row = Preview["first_errors"][number];
  const columns: Column<Row>[] = [
    { code: "row", title: t("errors.row"), isNumber: true, cell: (row) => formatNumber(row.row_number), sort: (row) => row.row_number },
    { code: "column", title: t("columns.column"), cell: (row) => row.column, sort: (row) => row.column },
    { code: "value", title: t("errors.value"), cell: (row) => <span class="mono">{row.value}</span> },
    { code: "message", title: t("errors.reason"), cell: (row) => inLanguage({ en: row.message_en, zh: row.message_zh }) },
    { code: "suggestion", title: t("errors.suggestion"), cell: (row) => <span class="mono">{row.suggestion ?? "–"}</span> },
  ];
  return (
    <Table
      caption={t("errors.first")}
      columns={columns}
      rows={preview.first_errors}
      rowKey={(row) => `${row.row_number}-${row.column}-${row.code}`}
      empty={t("errors.none")}
    />
  );
}

function UpdateTable({ preview, fields }: { preview: Preview; fields: readonly ImportField[] }) {
  type Row = Preview["updates"][number];
  const columns: Column<Row>[] = [
    { code: "account", title: t("updates.account"), cell: (row) => <span class="mono">{row.account_number}</span>, sort: (row) => row.account_number },
    { code: "field", title: t("columns.field"), cell: (row) => fieldName(fields, row.field), sort: (row) => row.field },
    { code: "old", title: t("updates.old"), cell: (row) => <del>{row.old ?? "–"}</del> },
    { code: "new", title: t("updates.new"), cell: (row) => <ins>{row.new ?? "–"}</ins> },
  ];
  return (
    <Table
      caption={t("updates.title")}
      columns={columns}
      rows={preview.updates}
      rowKey={(row) => row.account_number + row.field}
      empty={t("updates.none")}
    />
  );
}
