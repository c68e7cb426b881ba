/** Finding cases: by name, number or the end of a telephone number, by bucket, campaign and state. The address keeps the filters. */
import { useEffect, useState } from "preact/hooks";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Field, Select } from "../components/Field.tsx";
import { LocalTime, Money } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import { may } from "../shell/session.ts";
import type { PageProps } from "../routes.tsx";
import { address, setQuery } from "../shell/router.ts";
import { formatNumber } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import { dispositionName } from "./catalogue.ts";
import { usePages } from "./paging.ts";
import { Fault, More, useStill } from "./parts.tsx";
import type { CaseRow } from "./shapes.ts";
import { CaseStateBadge } from "./StateBadge.tsx";
import { t } from "./texts.ts";

const STATES = ["new", "working", "promised", "hold", "closed"] as const;
/** Columns that tell of debts: who takes calls sees those of the present call only, at the panel. */
const OF_THE_DEBT: readonly string[] = ["creditor", "bucket", "days", "past_due", "state", "campaign", "last"];
const STILL_MS = 300;

interface Choices {
  buckets: { code: string; name_en: string; name_zh: string }[];
}

export function CasesPage(_props: PageProps) {
  const query = address.value.query;
  const filter = (name: string): string => query.get(name) ?? "";
  const [typed, setTyped] = useState(filter("query"));
  const still = useStill(typed, STILL_MS);
  useEffect(() => {
    if (still !== filter("query")) setQuery({ query: still });
  }, [still]);
  const pages = usePages<CaseRow>("/cases", {
    query: filter("query"),
    bucket: filter("bucket"),
    campaign: filter("campaign"),
    state: filter("state"),
    limit: 50,
  });
  const isFiltered = ["query", "bucket", "campaign", "state"].some((name) => filter(name) !== "");
  const clear = (): void => {
    setTyped("");
    setQuery({ query: null, bucket: null, campaign: null, state: null });
  };
  return (
    <div class="page">
      <div class="title">
        <h1>{t("cases.title")}</h1>
      </div>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <Field label={t("cases.query")} type="search" value={typed} onInput={setTyped} input={{ autocomplete: "off" }} />
        <Filters filter={filter} />
        <Button disabled={!isFiltered} onClick={clear}>
          {t("cases.clear")}
        </Button>
      </form>
      <Fault fault={pages.fault} onRetry={pages.reload} />
      <Table
        caption={t("cases.title")}
        columns={may("take_calls") ? columns().filter((column) => !OF_THE_DEBT.includes(column.code)) : columns()}
        rows={pages.rows}
        rowKey={(row) => row.id}
        href={(row) => `/cases/${row.id}`}
        empty={t(isFiltered ? "cases.none_fit" : "cases.none")}
        isBusy={pages.isBusy}
      />
      <More pages={pages} />
    </div>
  );
}

/** Choices that come from other lists; a role that may not read one sees the present value only. */
function Filters({ filter }: { filter: (name: string) => string }) {
  const mayRun = may("run_campaigns");
  const buckets = useLoaded<Choices>(mayRun ? "/buckets" : null);
  const campaigns = useLoaded<{ rows: { id: string; name: string }[] }>(mayRun ? "/campaigns" : null);
  const any = { value: "", label: t("cases.any") };
  const own = (name: string, known: readonly { value: string; label: string }[]): { value: string; label: string }[] => {
    const value = filter(name);
    return value === "" || known.some((each) => each.value === value) ? [any, ...known] : [any, { value, label: value }, ...known];
  };
  const bucketChoices = (buckets.value?.buckets ?? []).map((each) => ({ value: each.code, label: inLanguage({ en: each.name_en, zh: each.name_zh }) }));
  const campaignChoices = (campaigns.value?.rows ?? []).map((each) => ({ value: each.id, label: each.name }));
  return (
    <>
      {may("take_calls") ? null : (
        <Select label={t("cases.bucket")} value={filter("bucket")} options={own("bucket", bucketChoices)} onChange={(bucket) => setQuery({ bucket })} />
      )}
      {mayRun || filter("campaign") ? (
        <Select label={t("cases.campaign")} value={filter("campaign")} options={own("campaign", campaignChoices)} onChange={(campaign) => setQuery({ campaign })} />
      ) : null}
      {may("take_calls") ? null : (
        <Select
          label={t("cases.state")}
          value={filter("state")}
          options={own("state", STATES.map((state) => ({ value: state, label: t(`case_state.${state}`) })))}
          onChange={(state) => setQuery({ state })}
        />
      )}
    </>
  );
}

function columns(): Column<CaseRow>[] {
  return [
    { code: "number", title: t("cases.number"), cell: (row) => row.number },
    { code: "name", title: t("cases.name"), cell: (row) => row.name },
    { code: "creditor", title: t("cases.creditor"), cell: (row) => row.creditor ?? "–" },
    { code: "bucket", title: t("cases.bucket"), cell: (row) => row.bucket ?? "–" },
    { code: "days", title: t("cases.days"), isNumber: true, cell: (row) => (row.days_past_due === null ? "–" : formatNumber(row.days_past_due)) },
    { code: "past_due", title: t("cases.past_due"), isNumber: true, cell: (row) => (row.past_due === null ? "–" : <Money money={row.past_due} />) },
    { code: "state", title: t("cases.state"), cell: (row) => (row.state ? <CaseStateBadge state={row.state} /> : "–") },
    { code: "campaign", title: t("cases.campaign"), cell: (row) => row.campaign?.name ?? "–" },
    { code: "next", title: t("cases.next"), cell: (row) => (row.next_contact_at ? <LocalTime at={row.next_contact_at} /> : "–") },
    {
      code: "last",
      title: t("cases.last"),
      cell: (row) => (row.last_disposition ? <Badge>{dispositionName(row.last_disposition)}</Badge> : "–"),
    },
  ];
}
