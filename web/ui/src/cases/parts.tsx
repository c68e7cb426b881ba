/** Small parts that the pages of cases, campaigns, imports, reviews and administration share. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Notice } from "../components/Notice.tsx";
import { faultSentence, toast, toastFault } from "../components/Toasts.tsx";
import { me } from "../shell/session.ts";
import type { Pages } from "./paging.ts";
import "./cases.css";
import { t } from "./texts.ts";

/** What failed, and a way to try it again. Nothing when nothing failed. */
export function Fault({ fault, onRetry }: { fault: unknown; onRetry?: () => void }) {
  if (fault === null || fault === undefined) return null;
  return (
    <Notice tone="bad">
      <div class="row">
        <span>{faultSentence(fault)}</span>
        {onRetry ? <Button onClick={onRetry}>{t("parts.retry")}</Button> : null}
      </div>
    </Notice>
  );
}

/** How many of how many rows are shown, and the button for more; keeps its height. */
export function More<Row>({ pages }: { pages: Pages<Row> }) {
  const shown = pages.rows.length;
  const text = pages.total === null ? t("parts.shown", { n: shown }) : t("parts.shown_of", { n: shown, total: pages.total });
  return (
    <div class="row spread pages-foot">
      <span class="quiet figures" role="status">
        {pages.isBusy ? t("parts.loading") : text}
      </span>
      {pages.hasMore ? (
        <Button disabled={pages.isBusy} onClick={pages.more}>
          {t("parts.more")}
        </Button>
      ) : null}
    </div>
  );
}

/** A section of a page with its heading and what belongs beside it. */
export function Block({ title, aside, id, children }: { title: string; aside?: ComponentChildren; id?: string; children: ComponentChildren }) {
  return (
    <section class="card stack" id={id}>
      <div class="row spread">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A name and its value, one of a `<dl class="facts">`. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Who did something: a name as the server tells it, "you" for the reader, a short id where nobody gave a name. */
export function actorText(actor: string): string {
  const id = /^user:([0-9a-f-]{36})$/.exec(actor)?.[1];
  if (actor === "system") return t("parts.system");
  if (id === undefined) return actor;
  return id === me.value?.user_id ? t("parts.you") : t("parts.user", { id: id.slice(0, 8) });
}

/** A link to where a call or text stands in the timeline of the page, for what was said in it. */
export function CallLink({ attemptId }: { attemptId: string }) {
  const show = (event: MouseEvent): void => {
    event.preventDefault();
    const item = document.getElementById(`attempt-${attemptId}`);
    item?.scrollIntoView({ block: "center" });
    item?.focus();
    if (!item) toast(t("parts.call_elsewhere"));
  };
  return (
    <a href={`#attempt-${attemptId}`} onClick={show}>
      {t("parts.the_call")}
    </a>
  );
}

/** Copy a text; says that it is done. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast(t("parts.copied"), { tone: "good" });
  };
  return <Button onClick={() => void copy().catch(toastFault)}>{label}</Button>;
}

/** A share as a bar; the figure stands beside it as text, so the bar itself is not read out. */
export function Bar({ share, tone }: { share: number; tone?: "warn" | "bad" | undefined }) {
  const width = `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
  return (
    <div class={`meter ${tone ?? ""}`} aria-hidden="true">
      <span style={{ width }} />
    </div>
  );
}

/** A value that follows another one once it has been still for a while. */
export function useStill<T>(value: T, ms: number): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return still;
}

/** Run a command once at a time: busy while it runs, its failure as a message. */
export function useCommand(): { isBusy: boolean; run: (act: () => Promise<void>) => void } {
  const [isBusy, setBusy] = useState(false);
  const run = (act: () => Promise<void>): void => {
    if (isBusy) return;
    setBusy(true);
    act()
      .catch(toastFault)
      .finally(() => setBusy(false));
  };
  return { isBusy, run };
}

