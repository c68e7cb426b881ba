/** The next twelve months at a glance, each day a cell, and the marked days as a list with what they are. */
import { formatInstant } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import type { Layers } from "./layers.ts";
import { dayText } from "./SpecialDates.tsx";
import { t } from "./texts.ts";
import { rangesOf } from "./windows.ts";
import type { WindowsDocument } from "./windows_document.ts";
import { rangesLine } from "./windows_line.ts";
import { type DayMark, type Holiday, isMarked, type LawDate, yearOf } from "./year.ts";

interface Props {
  windows: WindowsDocument;
  today: string;
  holidays: readonly Holiday[];
  layers: Layers | null;
  onPick: (on: string) => void;
}

const DAYS = Array.from({ length: 31 }, (_, day) => day + 1);
const SIGNS = { closed: "✕", hours: "½", holiday: "H", law: "§", clock: "↻" } as const;
type Kind = keyof typeof SIGNS;

export function YearStrip({ windows, today, holidays, layers, onPick }: Props) {
  const months = yearOf(today, { document: windows, holidays, law: layers ? lawDates(layers) : [], clocks: layers?.clock_changes ?? [] });
  const marked = months.flatMap((month) => month.days).filter((mark) => mark.on >= today && isMarked(mark));
  const pick = (event: MouseEvent): void => {
    const on = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-on]")?.dataset["on"] : undefined;
    if (on !== undefined && on >= today) onPick(on);
  };
  return (
    <div class="stack">
      <h3>{t("year.title")}</h3>
      <div class="year-scroll" tabIndex={0} role="region" aria-label={t("year.title")}>
        <table class="year" aria-hidden="true" onClick={pick}>
          <thead>
            <tr>
              <th>{t("year.month")}</th>
              {DAYS.map((day) => (
                <th key={day}>{day}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month.first}>
                <th>{formatInstant(`${month.first}T12:00:00Z`, { month: "short", year: "2-digit" }, "UTC")}</th>
                {month.days.map((mark) => (
                  <td key={mark.on} data-on={mark.on} class={dayClass(mark, today)} title={`${dayText(mark.on)}${isMarked(mark) ? `: ${said(mark)}` : ""}`}>
                    {signs(mark)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul class="row legend small">
        {(["closed", "hours", "holiday", "law", "clock"] as const).map((kind) => (
          <li key={kind}>
            <span class={`day-sign ${kind}`} aria-hidden="true">{SIGNS[kind]}</span>
            {kind === "closed" ? t("year.closed") : t(`year.legend_${kind}`)}
          </li>
        ))}
      </ul>
      <p class="small quiet">{t("year.hint")}</p>
      <details class="small">
        <summary>{t("year.list", { n: marked.length })}</summary>
        <ul class="marked-days">
          {marked.map((mark) => (
            <li key={mark.on}>
              <strong>{dayText(mark.on)}</strong> {said(mark)}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function lawDates(layers: Layers): LawDate[] {
  return layers.layers.flatMap((layer) =>
    layer.rules.flatMap((rule) =>
      rule.dates.map((each) => ({ ...each, title: [each.name, inLanguage({ en: rule.title, zh: rule.title_zh }), rule.cite].filter(Boolean).join("; ") })),
    ),
  );
}

function kindOf(mark: DayMark): Kind | null {
  if (mark.own !== null) return mark.own.length === 0 ? "closed" : "hours";
  if (mark.law.length > 0) return "law";
  return mark.holiday === null ? null : "holiday";
}

function dayClass(mark: DayMark, today: string): string {
  const weekday = new Date(`${mark.on}T12:00:00Z`).getUTCDay();
  return [kindOf(mark) ?? "", weekday === 0 || weekday === 6 ? "weekend" : "", mark.on < today ? "past" : "", mark.on === today ? "today" : ""].filter(Boolean).join(" ");
}

function signs(mark: DayMark): string {
  const kind = kindOf(mark);
  return `${kind ? SIGNS[kind] : ""}${mark.clocks.length > 0 ? SIGNS.clock : ""}`;
}

/** All that is special about a day, in words. */
function said(mark: DayMark): string {
  const own = mark.own === null ? null : mark.own.length === 0 ? t("year.closed") : t("year.hours", { hours: rangesLine(mark.own) });
  const law = mark.law.map((each) =>
    each.ranges.length === 0 ? t("year.law", { title: each.title }) : t("year.law_hours", { title: each.title, hours: rangesLine(rangesOf(each.ranges)) }),
  );
  const clocks = mark.clocks.map((each) => t("year.clock", { change: `${each.minutes > 0 ? "+" : "−"}${Math.abs(each.minutes)} min`, zone: each.zone }));
  return [mark.holiday === null ? null : t("year.holiday", { name: mark.holiday }), own, ...law, ...clocks].filter(Boolean).join("; ");
}
