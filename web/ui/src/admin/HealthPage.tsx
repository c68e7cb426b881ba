/** How the server is, in plain words, and its settings with where each comes from. Secrets are never shown. */
import { useEffect } from "preact/hooks";
import { wordsOf } from "../cases/catalogue.ts";
import { Block, Fault } from "../cases/parts.tsx";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { useLoaded } from "../components/loading.ts";
import { Notice } from "../components/Notice.tsx";
import { type Column, Table } from "../components/Table.tsx";
import type { PageProps } from "../routes.tsx";
import { inLanguage } from "../texts/language.ts";
import "./admin.css";
import type { HealthPart, SettingRow } from "./shapes.ts";
import { t } from "./texts.ts";

const REFRESH_MS = 5_000;

export function HealthPage(_props: PageProps) {
  const loaded = useLoaded<{ parts: HealthPart[] }>("/health");
  const settings = useLoaded<{ rows: SettingRow[] }>("/settings");
  const parts = loaded.value?.parts ?? [];
  const bad = parts.filter((part) => !part.ok).length;
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && loaded.reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [loaded.reload]);
  return (
    <div class="page">
      <div class="title">
        <h1>{t("health.title")}</h1>
        <Button onClick={loaded.reload}>{t("health.again")}</Button>
      </div>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      {loaded.value ? (
        <Notice tone={bad === 0 ? "good" : "warn"}>{bad === 0 ? t("health.all_well") : t("health.some_bad", { n: bad })}</Notice>
      ) : (
        <p class="quiet">{t("health.loading")}</p>
      )}
      <ul class="health">
        {parts.map((part) => (
          <li key={part.code} class="card">
            <div class="row">
              <Badge tone={part.ok ? "good" : "bad"}>{t(part.ok ? "health.well" : "health.bad")}</Badge>
              <strong>{t.coded(`part.${part.code}`, wordsOf(part.code))}</strong>
            </div>
            <p>{inLanguage({ en: part.sentence_en, zh: part.sentence_zh })}</p>
            <Detail detail={part.detail} />
          </li>
        ))}
      </ul>
      <Block title={t("settings.title")}>
        <p class="small quiet">{t("settings.explained")}</p>
        <Fault fault={settings.fault} onRetry={settings.reload} />
        <Table caption={t("settings.title")} columns={settingColumns()} rows={settings.value?.rows ?? []} rowKey={(row) => row.name} isBusy={settings.isBusy} />
      </Block>
    </div>
  );
}

function Detail({ detail }: { detail: Record<string, unknown> }) {
  const pairs = Object.entries(detail);
  if (pairs.length === 0) return null;
  return (
    <p class="small quiet figures">
      {pairs.map(([name, value]) => `${wordsOf(name)}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(" · ")}
    </p>
  );
}

function settingColumns(): Column<SettingRow>[] {
  return [
    { code: "name", title: t("settings.name"), cell: (row) => <span class="mono">{row.name}</span>, sort: (row) => row.name },
    { code: "value", title: t("settings.value"), cell: (row) => <span class="mono wrapped">{row.value}</span> },
    { code: "source", title: t("settings.source"), cell: (row) => row.source, sort: (row) => row.source },
    { code: "description", title: t("settings.meaning"), cell: (row) => row.description },
  ];
}
