/** All rules of all places with source and state; for a chosen creditor, what it asks beyond them and a switch beside each rule that has one. */
import { useEffect, useState } from "preact/hooks";
import { Fault, useStill } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Field, Select } from "../components/Field.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import type { PageProps } from "../routes.tsx";
import { address, setQuery } from "../shell/router.ts";
import { inLanguage } from "../texts/language.ts";
import { Confidence, datesText, dayText, StateBadge } from "./parts.tsx";
import "./rules.css";
import type { Creditor, Place, RuleRow, RuleRows } from "./shapes.ts";
import { SaveBar, TermsCard } from "./TermsCard.tsx";
import { HOUSE, stateOf, toggled, wanted } from "./terms.ts";
import { t } from "./texts.ts";
import { type Editing, useTerms } from "./use_terms.ts";
import { w } from "./words.ts";

const STATES = ["on", "off", "switch", "changed"] as const;
const FILTERS = ["text", "place", "kind", "state"] as const;
const STILL_MS = 200;
const NONE: RuleRows = { version: "", today: "", places: [], rows: [] };

export function RulesPage(_props: PageProps) {
  const query = address.value.query;
  const filter = (name: string): string => query.get(name) ?? "";
  const loaded = useLoaded<RuleRows>("/rules");
  const creditors = useLoaded<{ rows: Creditor[] }>("/creditors");
  const editing = useTerms(creditors, filter("creditor"));
  const [typed, setTyped] = useState(filter("text"));
  const still = useStill(typed, STILL_MS);
  useEffect(() => {
    if (still !== filter("text")) setQuery({ text: still });
  }, [still]);
  const { rows, places, today } = loaded.value ?? NONE;
  const terms = editing.creditor ? editing.terms : null;
  const wish = { text: filter("text"), place: filter("place"), kind: filter("kind"), state: filter("state") };
  const shown = wanted(rows, places, wish, (row) => stateOf(row, terms, today));
  const clear = (): void => {
    setTyped("");
    setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])));
  };
  // Ctrl+S, because many rows lie between a switch and the button.
  const press = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (editing.isChanged && !editing.isBusy) editing.save();
  };
  return (
    <div class="page rules" onKeyDown={press}>
      <div class="title">
        <h1>{t("rules.title")}</h1>
      </div>
      <p class="quiet">{t("rules.intro")}</p>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <Field label={t("rules.text")} type="search" value={typed} onInput={setTyped} input={{ autocomplete: "off", placeholder: t("rules.text_hint") }} />
        <Filters rows={rows} places={places} filter={filter} creditors={creditors.value?.rows ?? []} />
        <Button disabled={FILTERS.every((name) => filter(name) === "")} onClick={clear}>
          {t("rules.clear")}
        </Button>
      </form>
      <Fault fault={loaded.fault ?? creditors.fault} onRetry={loaded.fault ? loaded.reload : creditors.reload} />
      {editing.creditor ? <TermsCard editing={editing} places={places} /> : null}
      <p class="quiet small figures shown" role="status">
        {loaded.value ? t("rules.shown", { n: shown.length, total: rows.length }) : ""}
      </p>
      <Table
        caption={t("rules.title")}
        columns={columns(places, today, editing)}
        rows={shown}
        rowKey={(row) => `${row.id} ${row.effective_from ?? ""}`}
        href={(row) => `/rules/${row.id}`}
        empty={t("rules.none")}
        isBusy={loaded.isBusy && rows.length === 0}
      />
      {editing.creditor && editing.mayEdit ? <SaveBar editing={editing} /> : null}
    </div>
  );
}

interface FiltersProps {
  rows: readonly RuleRow[];
  places: readonly Place[];
  creditors: readonly Creditor[];
  filter: (name: string) => string;
}

function Filters({ rows, places, creditors, filter }: FiltersProps) {
  const any = { value: "", label: t("rules.any") };
  const kinds = [...new Set(rows.map((row) => row.kind))].map((kind) => ({ value: kind, label: w.coded(`kind.${kind}`, kind) }));
  return (
    <>
      <Select label={t("rules.place")} value={filter("place")} options={[any, ...placeOptions(places)]} onChange={(place) => setQuery({ place })} />
      <Select label={t("rules.kind")} value={filter("kind")} options={[any, ...sorted(kinds)]} onChange={(kind) => setQuery({ kind })} />
      <Select
        label={t("rules.state")}
        value={filter("state")}
        options={[any, ...STATES.map((state) => ({ value: state, label: t(`wish.${state}`) }))]}
        onChange={(state) => setQuery({ state })}
      />
      <Select
        label={t("rules.creditor")}
        value={filter("creditor")}
        options={[{ value: "", label: t("rules.no_creditor") }, ...creditors.map((each) => ({ value: each.id, label: each.name }))]}
        onChange={(creditor) => setQuery({ creditor })}
      />
    </>
  );
}

export function placeOptions(places: readonly Place[]): { value: string; label: string }[] {
  return sorted(places.filter((place) => place.key !== HOUSE).map((place) => ({ value: place.key, label: placeName(places, place.key) })));
}

export function placeName(places: readonly Place[], key: string): string {
  const place = places.find((each) => each.key === key);
  return place ? inLanguage({ en: place.name, zh: place.name_zh }) : key;
}

function sorted<T extends { label: string }>(options: T[]): T[] {
  return options.sort((one, other) => one.label.localeCompare(other.label));
}

function columns(places: readonly Place[], today: string, editing: Editing): Column<RuleRow>[] {
  const terms = editing.creditor ? editing.terms : null;
  const title = (row: RuleRow): string => inLanguage({ en: row.title, zh: row.title_zh });
  const kind = (row: RuleRow): string => w.coded(`kind.${row.kind}`, row.kind);
  const found: Column<RuleRow>[] = [
    {
      code: "name",
      title: t("rules.name"),
      cell: (row) => (
        <>
          {title(row)} <code class="small">{row.id}</code>
        </>
      ),
      sort: title,
    },
    { code: "place", title: t("rule.place"), cell: (row) => placeName(places, row.place), sort: (row) => placeName(places, row.place) },
    { code: "kind", title: t("rules.kind"), cell: kind, sort: kind },
    { code: "source", title: t("rules.source"), cell: (row) => <span class="small">{row.cite}</span> },
    { code: "confidence", title: t("rules.confidence"), cell: (row) => <Confidence row={row} />, sort: (row) => ["high", "medium", "low"].indexOf(row.confidence) },
    { code: "checked", title: t("rules.checked"), cell: (row) => <span class="small day">{row.checked_on ? dayText(row.checked_on) : "–"}</span>, sort: (row) => row.checked_on ?? "" },
    { code: "in_force", title: t("rules.in_force"), cell: (row) => <span class="small">{datesText(row) ?? "–"}</span>, sort: (row) => row.effective_from ?? "" },
    { code: "state", title: t("rules.state"), cell: (row) => <StateBadge row={row} state={stateOf(row, terms, today)} />, sort: (row) => stateOf(row, terms, today) },
  ];
  return terms && editing.mayEdit ? [...found, switches(editing)] : found;
}

/** A column of its own, as wide for a switched rule as for one at its default, so that nothing moves. */
function switches(editing: Editing): Column<RuleRow> {
  const { terms } = editing;
  return {
    code: "switch",
    title: t("switch.title"),
    cell: (row) => {
      if (row.switch === "") return <span class="switch" />;
      const isAway = terms.switched_on.includes(row.id) || terms.switched_off.includes(row.id);
      const act = t(isAway ? "switch.back" : `switch.${row.switch}`);
      return (
        <Button class="switch" label={t("switch.of", { act, id: row.id })} onClick={() => editing.set(toggled(terms, row))}>
          {act}
        </Button>
      );
    },
  };
}
