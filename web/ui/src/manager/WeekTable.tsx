/** The week as a plain table of ranges: the same as the grid, by typed times. A range past midnight stands on the day it starts on. */
import { Button } from "../components/Button.tsx";
import { openOn, type ShownLayer } from "./layers.ts";
import { t } from "./texts.ts";
import { clockTime, DAY_MINUTES, DAYS, minuteOf, painted, type Range, rangeText, spillOf, startingOn, type Week } from "./windows.ts";

interface Props {
  week: Week;
  shown: readonly ShownLayer[];
  onChange: (week: Week) => void;
}

export function WeekTable({ week, shown: all, onChange }: Props) {
  const shown = all.filter((layer) => layer.rules.length > 0);
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={t("windows.table")}>
      <table class="table week-table">
        <caption class="unseen">{t("windows.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("windows.day")}</th>
            <th scope="col">{t("windows.open")}</th>
            {shown.map((layer) => (
              <th scope="col" key={layer.code}>{t(`layer_tick.${layer.code}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day, index) => (
            <tr key={day}>
              <th scope="row">{t(`day.${day}`)}</th>
              <td>
                <DayRanges day={index} week={week} onChange={onChange} />
              </td>
              {shown.map((layer) => (
                <td class="figures" key={layer.code}>{rangesText(openOn(layer, index))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayRanges({ day, week, onChange }: { day: number; week: Week; onChange: (week: Week) => void }) {
  const start = day * DAY_MINUTES;
  const ranges = startingOn(week, day);
  const spill = spillOf(week, day);
  const name = t(`day.${DAYS[day] ?? "mon"}`);
  const replace = (old: Range | null, next: Range | null): void => {
    let done = old ? painted(week, [start + old[0], start + old[1]], false) : week;
    if (next) done = painted(done, [start + next[0], start + next[1]], true);
    onChange(done);
  };
  return (
    <div class="row">
      {ranges.length === 0 ? <span class="quiet">{t("windows.closed")}</span> : null}
      {ranges.map(([from, to], at) => (
        <span class="row day-range" key={`${at}-${ranges.length}`}>
          <TimeInput label={t("windows.from_of", { day: name, n: at + 1 })} minute={from} onChange={(next) => replace([from, to], ending(next, to))} />
          <span aria-hidden="true">–</span>
          <TimeInput label={t("windows.to_of", { day: name, n: at + 1 })} minute={to} onChange={(next) => replace([from, to], ending(from, next))} />
          {to > DAY_MINUTES ? <span class="small quiet">{t("windows.next_day")}</span> : null}
          <Button kind="plain" label={t("windows.remove_of", { day: name, n: at + 1 })} onClick={() => replace([from, to], null)}>
            ✕
          </Button>
        </span>
      ))}
      <Button label={t("windows.add_to", { day: name })} onClick={() => replace(null, freeRange(ranges))}>
        + {t("windows.add")}
      </Button>
      {spill ? (
        <span class="small quiet">
          {t("windows.spill", { day: t(`day.${DAYS[(day + 6) % 7] ?? "mon"}`), from: clockTime(spill[0]), to: clockTime(spill[1] - DAY_MINUTES) })}
        </span>
      ) : null}
    </div>
  );
}

/** A time that is taken when the field is left, so that half-typed times change nothing. "24:00" is the day's end. */
function TimeInput({ label, minute, onChange }: { label: string; minute: number; onChange: (minute: number) => void }) {
  const shown = clockTime(minute > DAY_MINUTES ? minute - DAY_MINUTES : minute);
  return (
    <input
      class="input time-input"
      type="text"
      inputMode="numeric"
      maxLength={5}
      aria-label={label}
      value={shown}
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        const isTime = /^([01]?\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
        if (isTime && text !== shown) onChange(minuteOf(text));
        else event.currentTarget.value = shown;
      }}
    />
  );
}

/** A range from one time to another; an end at or before its start is on the next day, and the same time twice is none. */
function ending(from: number, to: number): Range | null {
  const end = to > DAY_MINUTES ? to - DAY_MINUTES : to;
  if (from === end || from === DAY_MINUTES) return null;
  return [from, end > from ? end : end + DAY_MINUTES];
}

function rangesText(ranges: readonly Range[]): string {
  return ranges.length > 0 ? ranges.map(rangeText).join(", ") : t("windows.closed");
}

/** An hour after the last range, or the morning of an empty day. */
function freeRange(ranges: readonly Range[]): Range {
  const last = ranges.at(-1);
  if (!last) return [9 * 60, 12 * 60];
  const from = Math.min(last[1] + 60, DAY_MINUTES - 60);
  return [from, from + 60];
}
