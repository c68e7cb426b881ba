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
import type { Pace } from "./shapes.ts";
import { t } from "./texts.ts";

const SPANS = ["15", "60", "240"] as const;
const REFRESH_MS = 2_000;

export function PaceBlock({ campaignId }: { campaignId: string }) {
  const [minutes, setMinutes] = useState("15");
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
              bound: boundText(last.bound_by),
            })
          : t("pace.none")}
      </p>
      {pace && pace.points.length > 1 ? <Chart pace={pace} /> : <div class="pace-chart" />}
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

/** The drawing. It is hidden from screen readers: the line above and the table below say the same. */
function Chart({ pace }: { pace: Pace }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ show: (pace: Pace) => void; destroy: () => void } | null>(null);
  const tongue = language.value;
  useEffect(() => {
    let isGone = false;
    const draw = async (): Promise<void> => {
      const { drawPace } = await import("./pace_chart.ts");
      if (isGone || !box.current) return;
      drawn.current?.destroy();
      drawn.current = drawPace(box.current, pace);
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
    { code: "bound_by", title: t("pace.bound_by"), cell: (row) => boundText(row.bound_by) },
  ];
}
