/** A small checklist for the demo that ticks itself as the things are done; it can be put away. */
import { useEffect } from "preact/hooks";
import { agent, call, draft, undoable } from "./panel.ts";
import { Button } from "../components/Button.tsx";
import { toastFault } from "../components/Toasts.tsx";
import { me, prefer, preferences } from "../shell/session.ts";
import { t } from "../texts/texts.ts";

const STEPS = ["ready", "call", "verified", "marked", "saved"] as const;
type Step = (typeof STEPS)[number];

function isDone(step: Step): boolean {
  switch (step) {
    case "ready":
      return agent.value?.state === "ready";
    case "call":
      return call.value?.state === "bridged";
    case "verified":
      return call.value?.verified === true;
    case "marked":
      return Boolean(draft.value?.disposition);
    case "saved":
      return undoable.value !== null && !undoable.value.fact;
  }
}

function doneBefore(): Step[] {
  const kept = preferences()["tour_done"];
  return Array.isArray(kept) ? (kept as Step[]) : [];
}

export function Tour() {
  const before = doneBefore();
  const done = STEPS.filter((step) => before.includes(step) || isDone(step));
  useEffect(() => {
    if (me.value?.simulated && done.length > before.length) void prefer({ tour_done: done }).catch(toastFault);
  }, [done.length]);
  if (!me.value?.simulated || preferences().tour_hidden) return null;
  return (
    <section class="card tour" aria-labelledby="tour-title">
      <h2 id="tour-title">{t("tour.title", { done: done.length, n: STEPS.length })}</h2>
      {done.length === STEPS.length ? <p>{t("tour.next")}</p> : null}
      <ol hidden={done.length === STEPS.length}>
        {STEPS.map((step) => (
          <li key={step} class={done.includes(step) ? "done" : ""}>
            <span aria-hidden="true">{done.includes(step) ? "✓" : "○"}</span> {t(`tour.${step}`)}
            <span class="unseen">{done.includes(step) ? t("tour.done") : t("tour.open")}</span>
          </li>
        ))}
      </ol>
      <Button kind="plain" onClick={() => void prefer({ tour_hidden: true }).catch(toastFault)}>
        {t("tour.hide")}
      </Button>
    </section>
  );
}
