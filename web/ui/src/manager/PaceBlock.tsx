/** How the campaign is pacing, live: the chart (loaded when seen) and its twin, a table by minute with every mark in words. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { hear } from "../api/live.ts";
import { wordsOf } from "../cases/catalogue.ts";
import { actorText, Block, Fault } from "../cases/parts.tsx";
import { Select } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import { formatClock, formatNumber } from "../texts/formats.ts";
import { language } from "../texts/language.ts";
import { byMinute, type Minute } from "./pace.ts";
import type { Pace, PacePoint } from "./shapes.ts";
import { t } from "./texts.ts";

const SPANS = ["15", "60", "240"] as const;
const REFRESH_MS = 2_000;

export function PaceBlock({ campaignId }: { campaignId: string }) {
  const [minutes, setMinutes] = useState("15");
  const [pointed, setPointed] = useState<string | null>(null);
  const loaded = useLoaded<Pace>(`/campaigns/${campaignId}/pace?minutes=${minutes}`);
  // The socket says that something moved; at most one reading in two seconds follows.
  const readAt = useRef(0);
  useEffect(
    () =>
      hear<{ id: string }>("campaign", (row) => {
        if (row.id !== campaignId || document.hidden || performance.now() - readAt.current < REFRESH_MS) return;
        readAt.current = performance.now();
        loaded.reload();
      }),
    [campaignId, loaded.reload],
  );
  const pace = loaded.value;
  // A campaign that has just started has no reading yet, and nothing of it may move for a while.
  useEffect(() => {
    if (!pace || pace.points.length > 0) return;
    const timer = setTimeout(loaded.reload, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [pace, loaded.reload]);
  const rows = useMemo(() => (pace ? byMinute(pace.points).reverse() : []), [pace]);
  const last = pace?.points.at(-1);
  return (
    <Block
      id="pace"
      title={t("pace.title")}
      aside={
        <Select
          label={t("pace.span")}
          value={minutes}
          options={SPANS.map((span) => ({ value: span, label: t("pace.minutes", { n: Number(span) }) }))}
          onChange={setMinutes}
        />
      }
    >
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <p class="figures pace-now">
        {last
          ? t("pace.now", {
              lines: last.lines,
              ready: last.ready,
              ratio: formatNumber(last.ratio, { maximumFractionDigits: 2 }),
              budget: formatNumber(last.budget, { maximumFractionDigits: 1 }),
              period: last.budget_period ? t.coded(`budget_period.${last.budget_period}`, last.budget_period) : "",
              bound: boundText(last.bound_by),
            })
          : t("pace.none")}
      </p>
      {last ? <Decision point={pace?.points.find((point) => point.at === pointed) ?? last} isLast={pointed === null} /> : null}
      {pace && pace.points.length > 1 ? <Chart pace={pace} onPoint={setPointed} /> : <div class="pace-chart" />}
      {pace && pace.marks.length > 0 ? (
        <ul class="small marks" aria-label={t("pace.marks")}>
          {pace.marks.map((mark) => (
            <li key={mark.at + mark.text_code}>
              <LocalTime at={mark.at} clockOnly /> {markText(mark.text_code)} <span class="quiet">{actorText(mark.actor)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <details>
        <summary>{t("pace.table")}</summary>
        <Table caption={t("pace.table")} columns={columns()} rows={rows} rowKey={(row) => row.at} />
      </details>
    </Block>
  );
}

/** A decision in words, the last one or the one pointed at: what it saw, what it expects, and what held it. */
function Decision({ point, isLast }: { point: PacePoint; isLast: boolean }) {
  const two = { maximumFractionDigits: 2 };
  const title = isLast ? t("pace.why") : t("pace.why_at", { time: formatClock(point.at) });
  return (
    <ul class="small pace-why" aria-label={title}>
      <li class="quiet">{title}</li>
      <li>
        {t("pace.seen", {
          ready: point.ready,
          talking: point.talking,
          wrapping_up: point.wrapping_up,
          setting_up: point.setting_up,
          ringing: point.ringing,
          waiting: point.waiting,
        })}
      </li>
      {point.price > 0 ? (
        <li>
          {t("pace.expects", {
            answers: formatNumber(point.expected_answers, two),
            abandoned: formatNumber(point.expected_abandoned, two),
            price: formatNumber(point.price, { maximumFractionDigits: 4 }),
          })}
        </li>
      ) : null}
      {point.bound_by === "" ? null : <li>{t.coded(`bound_why.${point.bound_by}`, boundText(point.bound_by))}</li>}
    </ul>
  );
}

/** The drawing. It is hidden from screen readers: the line above and the table below say the same. */
function Chart({ pace, onPoint }: { pace: Pace; onPoint: (at: string | null) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ show: (pace: Pace) => void; destroy: () => void } | null>(null);
  const tongue = language.value;
  useEffect(() => {
    let isGone = false;
    const draw = async (): Promise<void> => {
      const { drawPace } = await import("./pace_chart.ts");
      if (isGone || !box.current) return;
      drawn.current?.destroy();
      drawn.current = drawPace(box.current, pace, onPoint);
    };
    void draw();
    const themes = new MutationObserver(() => void draw());
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      isGone = true;
      themes.disconnect();
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, [tongue]);
  useEffect(() => drawn.current?.show(pace), [pace]);
  return <div class="pace-chart" ref={box} aria-hidden="true" />;
}

/** "moved.running" and "edited.windows" in words. */
function markText(code: string): string {
  const [act, what = ""] = code.split(".");
  if (act === "moved") return t("pace.mark_moved", { state: t.coded(`state.${what}`, wordsOf(what)) });
  if (act === "edited") return what ? t("pace.mark_edited_field", { field: t.coded(`field.${what}`, wordsOf(what)) }) : t("pace.mark_edited");
  return wordsOf(code);
}

function boundText(bound: string): string {
  return bound === "" ? t("bound.nothing") : t.coded(`bound.${bound}`, bound);
}

function columns(): Column<Minute>[] {
  const number = (code: keyof Minute & string, title: string): Column<Minute> => ({
    code,
    title,
    isNumber: true,
    cell: (row) => formatNumber(Number(row[code]), { maximumFractionDigits: 2 }),
  });
  return [
    { code: "at", title: t("pace.time"), cell: (row) => formatClock(row.at) },
    number("lines", t("pace.lines")),
    number("ready", t("pace.ready")),
    number("answered", t("pace.answered")),
    number("abandoned", t("pace.abandoned")),
    number("ratio", t("pace.ratio")),
    number("budget", t("pace.budget")),
    number("setting_up", t("pace.setting_up")),
    number("ringing", t("pace.ringing")),
    number("talking", t("pace.talking")),
    number("wrapping_up", t("pace.wrapping_up")),
    number("expected_answers", t("pace.expected_answers")),
    number("expected_abandoned", t("pace.expected_abandoned")),
    { code: "price", title: t("pace.price"), isNumber: true, cell: (row) => (row.price > 0 ? formatNumber(row.price, { maximumFractionDigits: 4 }) : "") },
    { code: "bound_by", title: t("pace.bound_by"), cell: (row) => boundText(row.bound_by) },
  ];
}
