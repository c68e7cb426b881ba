/** Recorded calls to review: filters in the address, a fair look at each, its score once it has one. */
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Field, Select } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import type { PageProps } from "../routes.tsx";
import { dispositionName, readCatalogue } from "../cases/catalogue.ts";
import { usePages } from "../cases/paging.ts";
import { Fault, More } from "../cases/parts.tsx";
import { address, setQuery } from "../shell/router.ts";
import { may } from "../shell/session.ts";
import { formatDuration, formatNumber } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import "./quality.css";
import type { ReviewRow } from "./shapes.ts";
import { t } from "./texts.ts";

const FILTERS = ["from", "to", "agent", "disposition", "min_s", "reviewed"] as const;

export function QualityPage(_props: PageProps) {
  const query = address.value.query;
  const filter = (name: string): string => query.get(name) ?? "";
  const pages = usePages<ReviewRow>("/reviews/calls", {
    ...Object.fromEntries(FILTERS.map((name) => [name, filter(name)])),
    limit: 50,
  });
  const isFiltered = FILTERS.some((name) => filter(name) !== "");
  return (
    <div class="page">
      <div class="title">
        <h1>{t("quality.title")}</h1>
      </div>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <Field label={t("quality.from")} type="date" value={filter("from")} onInput={(from) => setQuery({ from })} />
        <Field label={t("quality.to")} type="date" value={filter("to")} onInput={(to) => setQuery({ to })} />
        <AgentFilter value={filter("agent")} />
        <Select
          label={t("quality.disposition")}
          value={filter("disposition")}
          options={[
            { value: "", label: t("quality.any") },
            ...(readCatalogue()?.dispositions ?? []).map((each) => ({ value: each.code, label: `${each.code} ${inLanguage(each)}` })),
          ]}
          onChange={(disposition) => setQuery({ disposition })}
        />
        <Field
          label={t("quality.min_s")}
          type="number"
          value={filter("min_s")}
          onInput={(min_s) => setQuery({ min_s })}
          input={{ min: 0, max: 86_400, step: 10 }}
        />
        <Select
          label={t("quality.reviewed")}
          value={filter("reviewed")}
          options={[
            { value: "", label: t("quality.any") },
            { value: "false", label: t("quality.not_yet") },
            { value: "true", label: t("quality.done") },
          ]}
          onChange={(reviewed) => setQuery({ reviewed })}
        />
        <Button disabled={!isFiltered} onClick={() => setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])))}>
          {t("quality.clear")}
        </Button>
      </form>
      <Fault fault={pages.fault} onRetry={pages.reload} />
      <Table
        caption={t("quality.title")}
        columns={columns()}
        rows={pages.rows}
        rowKey={(row) => row.attempt_id}
        href={(row) => `/quality/${row.attempt_id}`}
        empty={t(isFiltered ? "quality.none_fit" : "quality.none")}
        isBusy={pages.isBusy}
      />
      <More pages={pages} />
    </div>
  );
}

/** Names of agents come from the floor, for those who may see it; for others the filter is there when a link set it. */
function AgentFilter({ value }: { value: string }) {
  const floor = useLoaded<{ agents: { id: string; name: string }[] }>(may("see_floor") ? "/floor" : null);
  const agents = floor.value?.agents ?? [];
  if (agents.length === 0 && value === "") return null;
  const known = agents.map((each) => ({ value: each.id, label: each.name }));
  const own = value !== "" && !known.some((each) => each.value === value) ? [{ value, label: value }] : [];
  return (
    <Select
      label={t("quality.agent")}
      value={value}
      options={[{ value: "", label: t("quality.any") }, ...own, ...known]}
      onChange={(agent) => setQuery({ agent })}
    />
  );
}

function columns(): Column<ReviewRow>[] {
  return [
    { code: "at", title: t("quality.at"), cell: (row) => <LocalTime at={row.at} />, sort: (row) => row.at },
    { code: "agent", title: t("quality.agent"), cell: (row) => row.agent, sort: (row) => row.agent },
    { code: "case", title: t("quality.case"), cell: (row) => <a href={`/cases?query=${encodeURIComponent(row.case_number)}`}>{row.case_number}</a> },
    { code: "campaign", title: t("quality.campaign"), cell: (row) => row.campaign ?? "–", sort: (row) => row.campaign ?? "" },
    {
      code: "disposition",
      title: t("quality.disposition"),
      cell: (row) => (row.disposition ? dispositionName(row.disposition) : "–"),
      sort: (row) => row.disposition ?? "",
    },
    { code: "length", title: t("quality.length"), isNumber: true, cell: (row) => formatDuration(row.duration_s), sort: (row) => row.duration_s },
    {
      code: "reviewed",
      title: t("quality.reviewed"),
      cell: (row) => <Badge tone={row.reviewed ? "good" : "plain"}>{t(row.reviewed ? "quality.done" : "quality.not_yet")}</Badge>,
    },
    { code: "score", title: t("quality.score"), isNumber: true, cell: (row) => (row.score === null ? "–" : formatNumber(row.score)), sort: (row) => row.score ?? -1 },
  ];
}
