/** The audit log: facts as they were written, newest first, by name and by what they are about. */
import { useEffect, useState } from "preact/hooks";
import { usePages } from "../cases/paging.ts";
import { Fault, More, useStill } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Field } from "../components/Field.tsx";
import { type Column, Table } from "../components/Table.tsx";
import type { PageProps } from "../routes.tsx";
import { address, setQuery } from "../shell/router.ts";
import { formatInstant } from "../texts/formats.ts";
import "./admin.css";
import type { AuditRow } from "./shapes.ts";
import { t } from "./texts.ts";

const STILL_MS = 400;
const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function AuditPage(_props: PageProps) {
  const query = address.value.query;
  const filter = (name: string): string => query.get(name) ?? "";
  const [name, setName] = useState(filter("name"));
  const [subject, setSubject] = useState(filter("subject"));
  const stillName = useStill(name.trim(), STILL_MS);
  const stillSubject = useStill(subject.trim(), STILL_MS);
  const isId = stillSubject === "" || ID.test(stillSubject);
  useEffect(() => {
    setQuery({ name: stillName, subject: isId ? stillSubject : null });
  }, [stillName, stillSubject]);
  const pages = usePages<AuditRow>("/audit", { name: filter("name"), subject: filter("subject"), limit: 100 });
  return (
    <div class="page audit">
      <div class="title">
        <h1>{t("audit.title")}</h1>
      </div>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <Field label={t("audit.name")} hint={t("audit.name_hint")} value={name} onInput={setName} input={{ autocomplete: "off" }} />
        <Field
          label={t("audit.subject")}
          hint={t("audit.subject_hint")}
          value={subject}
          fault={isId ? null : t("audit.no_id")}
          onInput={setSubject}
          input={{ autocomplete: "off" }}
        />
        <Button
          disabled={name === "" && subject === ""}
          onClick={() => {
            setName("");
            setSubject("");
          }}
        >
          {t("audit.clear")}
        </Button>
      </form>
      <Fault fault={pages.fault} onRetry={pages.reload} />
      <Table caption={t("audit.title")} columns={columns(setName, setSubject)} rows={pages.rows} rowKey={(row) => String(row.seq)} isBusy={pages.isBusy} />
      <More pages={pages} />
    </div>
  );
}

function columns(onName: (name: string) => void, onSubject: (subject: string) => void): Column<AuditRow>[] {
  return [
    { code: "seq", title: t("audit.seq"), isNumber: true, cell: (row) => row.seq },
    { code: "at", title: t("audit.at"), cell: (row) => <time dateTime={row.at}>{exact(row.at)}</time> },
    { code: "actor", title: t("audit.actor"), cell: (row) => <span title={row.actor}>{row.actor_name}</span> },
    {
      code: "name",
      title: t("audit.name"),
      cell: (row) => (
        <Button kind="plain" label={t("audit.only_name", { name: row.name })} onClick={() => onName(row.name)}>
          {row.name}
        </Button>
      ),
    },
    {
      code: "subject",
      title: t("audit.subject"),
      cell: (row) =>
        row.subject ? (
          <Button kind="plain" label={t("audit.only_subject", { id: row.subject })} onClick={() => onSubject(row.subject ?? "")}>
            <span class="mono small">{row.subject.slice(0, 8)}…</span>
          </Button>
        ) : (
          "–"
        ),
    },
    { code: "body", title: t("audit.body"), cell: (row) => <code class="small wrapped">{JSON.stringify(row.body)}</code> },
  ];
}

/** To the second, since the order of facts matters here. */
function exact(at: string): string {
  return formatInstant(at, { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
