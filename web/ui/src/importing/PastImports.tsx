/** Imports of the past: what became of each, opened to its report. */
import { actorText, Block, Fault } from "../cases/parts.tsx";
import { Badge, type Tone } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { LocalTime } from "../components/Figures.tsx";
import type { Loaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import { formatNumber } from "../texts/formats.ts";
import { type Batch, OUTCOMES } from "./shapes.ts";
import { t } from "./texts.ts";

const TONES: Record<Batch["state"], Tone> = { staged: "plain", applying: "accent", applied: "good", undone: "note", failed: "bad" };

export function BatchBadge({ state }: { state: Batch["state"] }) {
  return <Badge tone={TONES[state]}>{t(`batch.${state}`)}</Badge>;
}

export function PastImports({ loaded, onOpen }: { loaded: Loaded<{ rows: Batch[] }>; onOpen: (id: string) => void }) {
  const columns: Column<Batch>[] = [
    { code: "at", title: t("past.at"), cell: (row) => <LocalTime at={row.started_at} />, sort: (row) => row.started_at },
    { code: "file", title: t("past.file"), cell: (row) => row.file_name, sort: (row) => row.file_name },
    { code: "creditor", title: t("past.creditor"), cell: (row) => row.creditor },
    { code: "state", title: t("past.state"), cell: (row) => <BatchBadge state={row.state} /> },
    { code: "rows", title: t("count.rows"), isNumber: true, cell: (row) => formatNumber(row.rows_read) },
    ...OUTCOMES.map(
      (outcome): Column<Batch> => ({
        code: outcome,
        title: t(`count.${outcome}`),
        isNumber: true,
        cell: (row) => (row.counts ? formatNumber(row.counts[outcome]) : "–"),
      }),
    ),
    { code: "actor", title: t("past.actor"), cell: (row) => actorText(row.actor) },
    {
      code: "open",
      title: t("past.report"),
      cell: (row) => (
        <Button label={t("past.open_of", { name: row.file_name })} onClick={() => onOpen(row.id)}>
          {t("past.open")}
        </Button>
      ),
    },
  ];
  return (
    <Block title={t("past.title")}>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <Table caption={t("past.title")} columns={columns} rows={loaded.value?.rows ?? []} rowKey={(row) => row.id} empty={t("past.none")} isBusy={loaded.isBusy} />
    </Block>
  );
}
