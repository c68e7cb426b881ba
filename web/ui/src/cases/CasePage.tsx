/** One case: why it is not called now, one timeline of everything, the person, the debt, and what forbids or asks for contact. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Badge } from "../components/Badge.tsx";
import { LocalTime, Money } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import type { PageProps } from "../routes.tsx";
import { may } from "../shell/session.ts";
import { formatDay, formatNumber } from "../texts/formats.ts";
import { productName } from "../texts/products.ts";
import { sourceText, wordsOf } from "./catalogue.ts";
import { Facts } from "./Facts.tsx";
import { Notes } from "./Notes.tsx";
import { Block, Fact, Fault } from "./parts.tsx";
import type { Account, CaseView, ContactPoint } from "./shapes.ts";
import { CaseStateBadge, PointStateBadge, PromiseStateBadge } from "./StateBadge.tsx";
import { t } from "./texts.ts";
import { Timeline } from "./Timeline.tsx";
import { WhyNot } from "./WhyNot.tsx";

export function CasePage({ params }: PageProps) {
  const id = params["id"] ?? "";
  const loaded = useLoaded<CaseView>(`/cases/${id}`);
  const view = loaded.value;
  const [round, setRound] = useState(0);
  const reload = (): void => {
    loaded.reload();
    setRound((count) => count + 1);
  };
  if (!view) {
    return (
      <div class="page">
        <Fault fault={loaded.fault} onRetry={loaded.reload} />
        {loaded.fault ? null : <p class="quiet">{t("case.loading")}</p>}
      </div>
    );
  }
  return (
    <div class="page">
      <div class="title">
        <div class="row">
          <a href="/cases">{t("cases.title")}</a>
          <span aria-hidden="true">/</span>
          <h1>{view.debtor.name}</h1>
          <span class="figures">{view.case.number}</span>
          {view.case.state ? <CaseStateBadge state={view.case.state} /> : null}
        </div>
        {may("prove") ? <Proof caseId={id} /> : null}
      </div>
      <Head view={view} />
      {view.debt_shown ? null : <p class="quiet">{t("case.debt_withheld")}</p>}
      <div class="case-page">
        <div class="stack">
          <WhyNot caseId={id} round={round} />
          <Block title={t("timeline.title")}>
            <Notes caseId={id} onAdded={reload} />
            <Timeline items={view.timeline} />
          </Block>
        </div>
        <div class="stack">
          <Person view={view} />
          <Facts view={view} round={round} mayChange={may("record_facts")} onChanged={reload} />
          <Agreed view={view} />
          <Related view={view} />
        </div>
      </div>
      <Numbers points={view.contact_points} />
      {view.debt_shown ? <Accounts view={view} /> : null}
    </div>
  );
}

/** The figures of the case in one line. */
function Head({ view }: { view: CaseView }) {
  const { case: head } = view;
  return (
    <dl class="card head-facts figures">
      {(
        [
          ...debtFacts(view),
          ...(view.debt_shown ? [[t("cases.campaign"), campaignLink(view)] as const] : []),
          [t("case.tries"), formatNumber(head.tries)],
          [t("cases.next"), head.next_contact_at ? <LocalTime at={head.next_contact_at} /> : "–"],
          [t("case.opened"), <LocalTime at={head.opened_at} />],
          ...(head.closed_at ? [[t("case.closed"), <LocalTime at={head.closed_at} />] as const] : []),
        ] as const
      ).map(([name, value]) => (
        <div key={name}>
          <dt class="quiet small">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What tells of the debt; nothing while it may not be shown. */
function debtFacts({ case: head }: CaseView): (readonly [string, ComponentChildren])[] {
  if (head.past_due === null || head.balance === null || head.days_past_due === null) return [];
  return [
    [t("cases.creditor"), head.creditor ?? "–"],
    [t("cases.past_due"), <Money money={head.past_due} />],
    [t("case.balance"), <Money money={head.balance} />],
    [t("cases.days"), formatNumber(head.days_past_due)],
    [t("cases.bucket"), head.bucket ?? "–"],
  ];
}

function campaignLink({ case: { campaign } }: CaseView) {
  if (!campaign) return "–";
  return may("run_campaigns") ? <a href={`/campaigns/${campaign.id}`}>{campaign.name}</a> : campaign.name;
}

/** The signed file for whoever checks: `ringfence rules verify` judges every attempt in it anew. */
function Proof({ caseId }: { caseId: string }) {
  return (
    <a class="button" href={`/api/v1/cases/${caseId}/proof`} download={`proof-${caseId}.json`} title={t("proof.hint")}>
      {t("proof.download")}
    </a>
  );
}

function Person({ view: { debtor } }: { view: CaseView }) {
  return (
    <Block title={t("person.title")}>
      <dl class="facts">
        <Fact name={t("person.customer_ref")}>
          <span class="mono">{debtor.customer_ref}</span>
        </Fact>
        <Fact name={t("person.born")}>{debtor.born_on ? `${formatDay(debtor.born_on)} ${debtor.born_on.slice(0, 4)}` : "–"}</Fact>
        <Fact name={t("person.language")}>{debtor.language}</Fact>
        <Fact name={t("person.address")}>{debtor.address || "–"}</Fact>
      </dl>
    </Block>
  );
}

function Agreed({ view }: { view: CaseView }) {
  const { promises, callbacks } = view;
  return (
    <Block title={t("agreed.title")}>
      <ul class="stack">
        {promises.map((each, at) => (
          <li key={`promise-${at}`} class="row">
            <PromiseStateBadge state={each.state ?? "active"} />
            <span>
              {t("agreed.promise")} <Money money={each.amount} />, {formatDay(each.due_on)}, {wordsOf(each.method)}
            </span>
          </li>
        ))}
        {callbacks.map((each) => (
          <li key={each.id} class="row">
            <Badge tone={each.state === "open" ? "accent" : "plain"}>{t.coded(`callback_state.${each.state}`, wordsOf(each.state))}</Badge>
            <span>
              {t("agreed.callback")} <LocalTime at={each.due_at} zone={each.zone} /> <span class="quiet small">{each.zone}</span>
            </span>
          </li>
        ))}
        {promises.length + callbacks.length === 0 ? <li class="quiet">{t("agreed.none")}</li> : null}
      </ul>
    </Block>
  );
}

/** Related persons are shown so that nobody calls them by mistake. */
function Related({ view: { relations } }: { view: CaseView }) {
  return (
    <Block title={t("related.title")}>
      <ul class="stack">
        {relations.map((each) => (
          <li key={each.id} class="row">
            <span>
              {each.name} <span class="quiet small">{t.coded(`relation.${each.relation}`, wordsOf(each.relation))}</span>
            </span>
            <Badge tone={each.may_contact ? "warn" : "bad"}>{t(each.may_contact ? "related.location_only" : "related.never")}</Badge>
          </li>
        ))}
        {relations.length === 0 ? <li class="quiet">{t("related.none")}</li> : null}
      </ul>
    </Block>
  );
}

function Numbers({ points }: { points: ContactPoint[] }) {
  const columns: Column<ContactPoint>[] = [
    { code: "value", title: t("points.value"), cell: (row) => <span class="mono">{row.value}</span> },
    { code: "label", title: t("points.label"), cell: (row) => t.coded(`label.${row.label}`, wordsOf(row.label)) },
    { code: "state", title: t("points.state"), cell: (row) => <PointStateBadge state={row.state} /> },
    { code: "zones", title: t("points.zones"), cell: (row) => row.zones.join(", ") || "–" },
    { code: "source", title: t("points.source"), cell: (row) => sourceText(row.source) },
  ];
  return (
    <Block title={t("points.title")}>
      <Table caption={t("points.title")} columns={columns} rows={points} rowKey={(row) => row.id} />
    </Block>
  );
}

function Accounts({ view: { accounts } }: { view: CaseView }) {
  const day = (value: string | null): string => (value ? formatDay(value) : "–");
  const columns: Column<Account>[] = [
    { code: "number", title: t("accounts.number"), cell: (row) => <span class="mono">{row.account_number}</span> },
    { code: "product", title: t("accounts.product"), cell: (row) => productName(row.product) },
    { code: "balance", title: t("case.balance"), isNumber: true, cell: (row) => <Money money={row.balance} /> },
    { code: "past_due", title: t("cases.past_due"), isNumber: true, cell: (row) => <Money money={row.past_due} /> },
    { code: "days", title: t("cases.days"), isNumber: true, cell: (row) => formatNumber(row.days_past_due) },
    { code: "due", title: t("accounts.due"), cell: (row) => day(row.due_on) },
    { code: "last_payment", title: t("accounts.last_payment"), cell: (row) => day(row.last_payment_on) },
    { code: "as_of", title: t("accounts.as_of"), cell: (row) => day(row.as_of_on) },
  ];
  return (
    <Block title={t("accounts.title")}>
      <Table caption={t("accounts.title")} columns={columns} rows={accounts} rowKey={(row) => row.id} />
    </Block>
  );
}
