/** The pacing charts on canvas: lines and agents with the budget as a band, what the decisions saw, what came of it; marks as upright lines. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatClock, formatNumber } from "../texts/formats.ts";
import { columnsOf, type Series } from "./pace.ts";
import type { Pace } from "./shapes.ts";
import { t } from "./texts.ts";

interface Sheet {
  series: readonly Series[];
  height_px: number;
}
const SHEETS: readonly Sheet[] = [
  { series: ["lines", "ready", "budget"], height_px: 210 },
  { series: ["ringing", "talking", "expected_answers"], height_px: 120 },
  { series: ["answered", "abandoned"], height_px: 120 },
];
const COLOURS: Record<Series, string> = {
  lines: "--chart-1",
  ready: "--chart-2",
  budget: "--chart-5",
  ringing: "--chart-1",
  talking: "--chart-2",
  expected_answers: "--chart-3",
  answered: "--chart-3",
  abandoned: "--chart-4",
};
/** Dashes tell the lines apart without colour. */
const DASHES: Record<Series, number[]> = {
  lines: [],
  ready: [6, 3],
  budget: [],
  ringing: [],
  talking: [6, 3],
  expected_answers: [2, 2],
  answered: [2, 2],
  abandoned: [10, 3],
};
const NARROWEST_PX = 240;
/** Both axes keep this width, so that the two charts stand under each other. */
const AXIS_PX = 48;

export interface Drawn {
  show: (pace: Pace) => void;
  destroy: () => void;
}

/** Draw into a box and follow its width; `point` is told the instant under the pointer, or null. */
export function drawPace(box: HTMLElement, pace: Pace, point: (at: string | null) => void): Drawn {
  let shown = pace;
  const hover = (plot: uPlot): void => point(plot.cursor.idx == null ? null : (shown.points[plot.cursor.idx]?.at ?? null));
  const width = (): number => Math.max(NARROWEST_PX, box.clientWidth);
  const plots = SHEETS.map((sheet) => {
    const options = optionsOf(sheet, width(), (plot) => drawMarks(plot, shown), hover);
    return new uPlot(options, columnsOf(pace.points, sheet.series) as uPlot.AlignedData, box);
  });
  const widths = new ResizeObserver(() => {
    for (const [at, plot] of plots.entries()) plot.setSize({ width: width(), height: SHEETS[at]?.height_px ?? 0 });
  });
  widths.observe(box);
  return {
    show: (next) => {
      shown = next;
      for (const [at, plot] of plots.entries()) plot.setData(columnsOf(next.points, SHEETS[at]?.series ?? []) as uPlot.AlignedData);
    },
    destroy: () => {
      widths.disconnect();
      for (const plot of plots) plot.destroy();
    },
  };
}

function optionsOf({ series, height_px }: Sheet, width: number, draw: (plot: uPlot) => void, hover: (plot: uPlot) => void): uPlot.Options {
  const axis = {
    stroke: colour("--text-2"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
  };
  const fromZero = (least: number) => ({ range: (_plot: uPlot, _low: number, high: number): [number, number] => [0, Math.max(least, high * 1.05)] });
  return {
    width,
    height: height_px,
    cursor: { drag: { x: false, y: false }, sync: { key: "pace" } },
    scales: { x: { time: true }, count: fromZero(5), budget: fromZero(1) },
    axes: [
      { ...axis, values: (_plot, at) => at.map((each) => formatClock(each * 1000)) },
      { ...axis, scale: "count", size: AXIS_PX },
      { ...axis, scale: "budget", side: 1, size: AXIS_PX, grid: { show: false }, ...(series.includes("budget") ? {} : { values: (_plot, at) => at.map(() => "") }) },
    ],
    series: [{ label: t("pace.time"), value: (_plot, at) => (at === null ? "" : formatClock(at * 1000)) }, ...series.map(lineOf)],
    hooks: { draw: [draw], setCursor: [hover] },
  };
}

function lineOf(name: Series): uPlot.Series {
  return {
    label: t(`pace.${name}`),
    scale: name === "budget" ? "budget" : "count",
    stroke: colour(COLOURS[name]),
    dash: DASHES[name],
    width: 2,
    points: { show: false },
    value: (_plot, value) => (value === null ? "" : formatNumber(value, { maximumFractionDigits: 1 })),
    ...(name === "budget" ? { fill: `${colour(COLOURS.budget)}22` } : {}),
  };
}

function drawMarks(plot: uPlot, pace: Pace): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour("--text-2");
  ctx.setLineDash([4, 4]);
  for (const mark of pace.marks) {
    const x = plot.valToPos(Date.parse(mark.at) / 1000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
