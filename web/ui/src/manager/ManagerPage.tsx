/** Campaigns at a glance, live: what each may call now, how fast, how near its ceiling; start, drain, pause and halt. */
import { useEffect, useState } from "preact/hooks";
import { hear } from "../api/live.ts";
import { Fault } from "../cases/parts.tsx";
import { Badge, type Tone } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import type { PageProps } from "../routes.tsx";
import { formatNumber, formatShare } from "../texts/formats.ts";
import "./manager.css";
import { MoveButtons } from "./MoveButtons.tsx";
import { NewCampaign } from "./NewCampaign.tsx";
import type { CampaignRow, CampaignState } from "./shapes.ts";
import { t } from "./texts.ts";

const TONES: Record<CampaignState, Tone> = { draft: "plain", running: "good", draining: "warn", paused: "note", halted: "bad" };

export function StateBadge({ state }: { state: CampaignState }) {
  return <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>;
}

export function ManagerPage(_props: PageProps) {
  const loaded = useLoaded<{ rows: CampaignRow[] }>("/campaigns");
  const [isNew, setNew] = useState(false);
  const rows = loaded.value?.rows ?? [];
  const put = (row: CampaignRow): void => loaded.set({ rows: rows.map((each) => (each.id === row.id ? { ...each, ...row } : each)) });
  useEffect(() => hear<CampaignRow>("campaign", put), [loaded.value]);
  return (
    <div class="page">
      <div class="title">
        <h1>{t("campaigns.title")}</h1>
        <Button kind="primary" onClick={() => setNew(true)}>
          {t("campaigns.new")}
        </Button>
      </div>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <div class="campaign-list">
        <Table
          caption={t("campaigns.title")}
          columns={columns(loaded.reload)}
          rows={rows}
          rowKey={(row) => row.id}
          href={(row) => `/campaigns/${row.id}`}
          empty={t("campaigns.empty")}
          isBusy={loaded.isBusy}
        />
      </div>
      {isNew ? <NewCampaign taken={rows.map((row) => row.name)} onClose={() => setNew(false)} /> : null}
    </div>
  );
}

function columns(reload: () => void): Column<CampaignRow>[] {
  const count = (code: keyof CampaignRow & string, title: string, value: (row: CampaignRow) => number): Column<CampaignRow> => ({
    code,
    title,
    isNumber: true,
    sort: value,
    cell: (row) => formatNumber(value(row)),
  });
  return [
    { code: "name", title: t("campaigns.name"), cell: (row) => row.name, sort: (row) => row.name },
    { code: "state", title: t("campaigns.state"), cell: (row) => <StateBadge state={row.state} />, sort: (row) => row.state },
    { code: "mode", title: t("campaigns.mode"), cell: (row) => t(`mode.${row.mode}`) },
    count("callable_now", t("campaigns.callable"), (row) => row.callable_now),
    {
      ...count("enrolled", t("campaigns.enrolled"), (row) => row.enrolled),
      cell: (row) => (
        <a href={`/cases?campaign=${row.id}`} aria-label={t("campaigns.enrolled_of", { n: row.enrolled, name: row.name })}>
          {formatNumber(row.enrolled)}
        </a>
      ),
    },
    count("lines", t("campaigns.lines"), (row) => row.lines),
    count("agents_ready", t("campaigns.ready"), (row) => row.agents_ready),
    count("answered_today", t("campaigns.answered"), (row) => row.answered_today),
    {
      code: "abandoned",
      title: t("campaigns.abandoned"),
      isNumber: true,
      sort: (row) => row.abandoned_share,
      cell: (row) => <Abandoned row={row} />,
    },
    count("contacts_today", t("campaigns.contacts"), (row) => row.contacts_today),
    count("promises_today", t("campaigns.promises"), (row) => row.promises_today),
    { code: "moves", title: t("campaigns.actions"), cell: (row) => <MoveButtons campaign={row} onMoved={reload} /> },
  ];
}

/** The abandoned share against its ceiling; near it and over it is said in words too. */
export function Abandoned({ row }: { row: Pick<CampaignRow, "abandoned_share" | "ceiling_share" | "abandoned_today"> }) {
  const use = row.abandoned_share / row.ceiling_share;
  const tone: Tone = use >= 1 ? "bad" : use >= 0.8 ? "warn" : "plain";
  return (
    <span class="abandoned">
      {formatShare(row.abandoned_share)} <span class="quiet">{t("campaigns.of_ceiling", { ceiling: formatShare(row.ceiling_share) })}</span>
      {tone === "plain" ? null : <Badge tone={tone}>{t(tone === "bad" ? "campaigns.over" : "campaigns.near")}</Badge>}
    </span>
  );
}
