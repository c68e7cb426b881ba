/** The outcomes: a digit marks, Enter saves; those that cannot be given say why. */
import * as commands from "./commands.ts";
import { agentOutcomes, barred, missing } from "./outcomes.ts";
import { call, catalogue, changeDraft, draft } from "./panel.ts";
import type { CallView, Disposition } from "../api/shapes.ts";
import { Button } from "../components/Button.tsx";
import { Select } from "../components/Field.tsx";
import { inLanguage } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

export function Outcome() {
  const view = call.value;
  const all = agentOutcomes(catalogue.value?.dispositions ?? []);
  const keyed = all.filter((each) => each.key !== null).sort((a, b) => String(a.key).localeCompare(String(b.key)));
  const marked = all.find((each) => each.code === draft.value?.disposition);
  const lack = view && draft.value ? missing(marked, view, draft.value) : "outcome";
  return (
    <section class="card outcome-card" aria-labelledby="outcome-title">
      <h2 id="outcome-title">
        {t("agent.outcome")} <span class="small quiet">{t("agent.outcome_hint")}</span>
      </h2>
      <ul class="outcomes">
        {keyed.map((each) => (
          <li key={each.code}>
            <OutcomeButton outcome={each} isMarked={each.code === marked?.code} view={view} />
          </li>
        ))}
        <li>
          <Button class="outcome" kind="plain" disabled={!view} onClick={() => (commands.opened.value = "search")}>
            <kbd aria-hidden="true">/</kbd> {t("agent.more")}
          </Button>
        </li>
      </ul>
      <div class="outcome-foot">
        <Reason isOpen={view?.verified === true} />
        <div class="marked">
          <span class="small quiet">{t("agent.marked")}</span>
          <strong>{marked ? inLanguage(marked) : t("agent.nothing_marked")}</strong>
          <span class="small lack">{view && lack && lack !== "outcome" ? t(`agent.missing.${lack}`) : ""}</span>
        </div>
      </div>
      <Button
        kind="primary"
        keyHint="Enter"
        disabled={!view || view.state === "preview" || !marked || commands.isBusy.value}
        onClick={() => void commands.commit()}
      >
        {view && ["bridged", "held"].includes(view.state) ? t("agent.commit_and_end") : t("agent.commit")}
      </Button>
    </section>
  );
}

function OutcomeButton({ outcome, isMarked, view }: { outcome: Disposition; isMarked: boolean; view: CallView | null }) {
  const bar = view ? barred(outcome, view) : null;
  const why = bar ? t(`agent.missing.${bar}`) : undefined;
  return (
    <button
      type="button"
      class={`outcome button plain ${bar ? "barred" : ""}`}
      aria-pressed={isMarked}
      aria-disabled={!view || bar ? "true" : undefined}
      title={why}
      onClick={() => view && commands.mark(outcome.code)}
    >
      <kbd aria-hidden="true">{outcome.key}</kbd> {inLanguage(outcome)}
      {why ? <span class="unseen">{why}</span> : null}
    </button>
  );
}

function Reason({ isOpen }: { isOpen: boolean }) {
  const reasons = catalogue.value?.reasons ?? [];
  return (
    <Select
      label={t("agent.reason")}
      value={draft.value?.reason_code ?? ""}
      disabled={!isOpen}
      options={[{ value: "", label: t("agent.no_reason") }, ...reasons.map((each) => ({ value: each.code, label: inLanguage(each) }))]}
      onChange={(code) => changeDraft({ reason_code: code || null }, "chosen")}
    />
  );
}
