/** One campaign on one page: who, when, how, what is said, check. The verdict stands beside it and follows every change. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { hear } from "../api/live.ts";
import { actorText, Block, Fact, Fault, useStill } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { Notice } from "../components/Notice.tsx";
import type { PageProps } from "../routes.tsx";
import { CallablePreview } from "./CallablePreview.tsx";
import { CheckResult, Hours } from "./CheckResult.tsx";
import { type Form, useForm } from "./form.ts";
import { HowBlock } from "./HowBlock.tsx";
import { Abandoned, StateBadge } from "./ManagerPage.tsx";
import "./manager.css";
import { MoveButtons } from "./MoveButtons.tsx";
import { PaceBlock } from "./PaceBlock.tsx";
import { SaidBlock } from "./SaidBlock.tsx";
import type { Campaign, CampaignRow, Check } from "./shapes.ts";
import { t } from "./texts.ts";
import { WhoBlock } from "./WhoBlock.tsx";
import { WindowsEditor } from "./WindowsEditor.tsx";

const STILL_MS = 500;

export function CampaignPage({ params }: PageProps) {
  const id = params["id"] ?? "";
  const form = useForm(id);
  const { value } = form;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    if (form.changed.length > 0) addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [form.changed.length > 0]);
  if (!value) {
    return (
      <div class="page">
        <Fault fault={form.loaded.fault} onRetry={form.loaded.reload} />
        {form.loaded.fault ? null : <p class="quiet">{t("campaign.loading")}</p>}
      </div>
    );
  }
  // Ctrl+S, because a hundred fields lie between the hours and the button.
  const press = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (form.changed.length > 0 && !form.isBusy) form.save();
  };
  return (
    <div class="page" onKeyDown={press}>
      <div class="title">
        <div class="row">
          <a href="/campaigns">{t("campaigns.title")}</a>
          <span aria-hidden="true">/</span>
          <h1>{value.name}</h1>
          <StateBadge state={value.state} />
        </div>
        <nav aria-label={t("campaign.blocks")} class="row block-links">
          {(["who", "when", "how", "said", "check"] as const).map((block) => (
            <a key={block} href={`#${block}`}>
              {t(`block.${block}`)}
            </a>
          ))}
          <a href={`/campaigns/${id}/forecast`}>{t("forecast.link")}</a>
        </nav>
      </div>
      <div class="campaign-page">
        <div class="stack">
          <WhoBlock form={form} value={value} />
          <Block id="when" title={t("block.when")}>
            <WindowsEditor campaignId={id} windows={value.windows} onChange={(windows) => form.set({ windows })} />
            <Fault fault={form.faults["windows"] ? new Error(form.faults["windows"]) : null} />
            <CallablePreview campaignId={id} windows={value.windows} />
          </Block>
          <HowBlock form={form} value={value} />
          <SaidBlock form={form} value={value} />
        </div>
        <Side form={form} value={value} />
      </div>
      {value.state === "draft" ? null : <PaceBlock campaignId={id} />}
    </div>
  );
}

/** The verdict, saving and the moves; stays in sight while one scrolls. */
function Side({ form, value }: { form: Form; value: Campaign }) {
  const asked = useStill(JSON.stringify(checkBody(value)), STILL_MS);
  const [check, setCheck] = useState<Check | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    api.post<Check>(`/campaigns/${value.id}/check`, JSON.parse(asked)).then(
      (next) => {
        if (!isCurrent) return;
        setCheck(next);
        setFault(null);
      },
      (error: unknown) => isCurrent && setFault(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [asked, round, value.version]);
  const isDirty = form.changed.length > 0;
  const row = useRow(value);
  return (
    <aside class="stack side" aria-label={t("block.check")} id="check" tabIndex={0}>
      <section class="card stack">
        <h2>{t("block.check")}</h2>
        <Fault fault={fault} onRetry={() => setRound((count) => count + 1)} />
        <div class="check-slot" role="status">
          {check ? <CheckResult check={check} /> : <p class="quiet">{t("check.running")}</p>}
        </div>
      </section>
      <section class="card stack">
        {form.clash ? (
          <Notice tone="warn">
            <p>
              {t("form.clash", { version: form.clash.version, by: actorText(form.clash.by) })} <LocalTime at={form.clash.at} />
            </p>
            <p>
              {form.clash.fields.length > 0
                ? t("form.clash_fields", { fields: form.clash.fields.map(fieldName).join(", ") })
                : t("form.clash_apart")}
            </p>
          </Notice>
        ) : null}
        <p class="small" role="status">
          {isDirty ? t("form.changed", { fields: form.changed.map(fieldName).join(", ") }) : t("form.unchanged", { version: value.version })}
        </p>
        <div class="row">
          <Button kind="primary" keyHint="Ctrl S" disabled={!isDirty || form.isBusy} onClick={form.save}>
            {t(form.clash ? "form.save_over" : "form.save")}
          </Button>
          <Button disabled={!isDirty} onClick={form.discard}>
            {t("form.discard")}
          </Button>
        </div>
        <MoveButtons
          campaign={{ ...value, lines: row?.lines ?? 0 }}
          startBarredBy={isDirty ? t("form.save_first") : check?.ok ? null : t("check.not_ok")}
          onMoved={form.loaded.reload}
        />
        {row ? <Figures row={row} /> : null}
      </section>
      {check ? <Hours check={check} /> : null}
    </aside>
  );
}

/** The campaign's row of the list, kept up by the socket. */
function useRow({ id, state }: Campaign): CampaignRow | null {
  const [row, setRow] = useState<CampaignRow | null>(null);
  useEffect(() => {
    api.get<{ rows: CampaignRow[] }>("/campaigns").then(
      ({ rows }) => setRow(rows.find((each) => each.id === id) ?? null),
      () => undefined,
    );
    return hear<CampaignRow>("campaign", (next) => next.id === id && setRow((former) => ({ ...former, ...next })));
  }, [id, state]);
  return row;
}

function Figures({ row }: { row: CampaignRow }) {
  return (
    <dl class="facts small figures">
      <Fact name={t("campaigns.lines")}>{row.lines}</Fact>
      <Fact name={t("campaigns.ready")}>{row.agents_ready}</Fact>
      <Fact name={t("campaigns.answered")}>{row.answered_today}</Fact>
      <Fact name={t("campaigns.abandoned")}>
        <Abandoned row={row} />
      </Fact>
      <Fact name={t("campaigns.contacts")}>{row.contacts_today}</Fact>
      <Fact name={t("campaigns.promises")}>{row.promises_today}</Fact>
    </dl>
  );
}

function checkBody(value: Campaign): Record<string, unknown> {
  return { windows: value.windows, ladder: value.ladder, sms: value.sms, caller_id: value.caller_id, script: value.script };
}

function fieldName(field: string): string {
  return t.coded(`field.${field}`, field);
}
