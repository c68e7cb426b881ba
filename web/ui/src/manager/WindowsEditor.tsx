/** Editing the open hours of a week in three equal ways: one typed line, a grid, a plain table. And the dates that stay closed. */
import { useEffect, useState } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Field, Tick } from "../components/Field.tsx";
import { Tabs } from "../components/Tabs.tsx";
import { formatDay } from "../texts/formats.ts";
import { t } from "./texts.ts";
import { WeekGrid } from "./WeekGrid.tsx";
import { readLine, writeLine } from "./windows_line.ts";
import {
  both,
  clockTime,
  DAY_MINUTES,
  DAYS,
  documentOf,
  minuteOf,
  openMinutes,
  painted,
  type Range,
  rangesOn,
  sameWeek,
  type Week,
  weekOf,
  type WindowsDocument,
} from "./windows.ts";

interface Props {
  windows: WindowsDocument;
  law: WindowsDocument | null;
  onChange: (windows: WindowsDocument) => void;
}

export function WindowsEditor({ windows, law, onChange }: Props) {
  const [view, setView] = useState("grid");
  const [hasLaw, setLaw] = useState(true);
  const week = weekOf(windows);
  const lawWeek = law ? weekOf(law) : null;
  const change = (next: Week): void => onChange(documentOf(next, windows));
  const inForce = openMinutes(lawWeek ? both(week, lawWeek) : week) / 60;
  return (
    <div class="stack">
      <Line week={week} onChange={change} />
      <div class="row spread">
        <Tabs
          label={t("windows.views")}
          panelId="windows-view"
          tabs={[
            { code: "grid", title: t("windows.grid") },
            { code: "table", title: t("windows.table") },
          ]}
          chosen={view}
          onChoose={setView}
        />
        {lawWeek ? (
          <Tick checked={hasLaw} onChange={setLaw}>
            {t("windows.law")}
          </Tick>
        ) : null}
      </div>
      <div id="windows-view" role="tabpanel" aria-labelledby={`windows-view-tab-${view}`}>
        {view === "grid" ? (
          <WeekGrid week={week} law={hasLaw ? lawWeek : null} onChange={change} />
        ) : (
          <DayTable week={week} law={hasLaw ? lawWeek : null} onChange={change} />
        )}
      </div>
      <p class="small quiet">
        {t(lawWeek ? "windows.in_force" : "windows.in_force_without_law", { hours: Math.round(inForce * 4) / 4 })} {t("windows.zone_basis")}
      </p>
      <ClosedDates dates={windows.closed_on ?? []} onChange={(closed_on) => onChange({ ...windows, closed_on })} />
    </div>
  );
}

/** The typed line. It takes effect while it is typed, as soon as it can be read; until then it says which piece it cannot read. */
function Line({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  const [typed, setTyped] = useState(() => writeLine(week));
  const reading = readLine(typed);
  const isOurs = reading.week !== null && sameWeek(reading.week, week);
  useEffect(() => {
    if (!isOurs && reading.week !== null) setTyped(writeLine(week));
  }, [week]);
  return (
    <Field
      label={t("windows.line")}
      hint={t("windows.line_hint")}
      value={typed}
      holdsFault
      fault={reading.problem ? t(`windows.problem.${reading.problem.code}`, { piece: reading.problem.piece }) : null}
      input={{ spellcheck: false, autocomplete: "off" }}
      onInput={(value) => {
        setTyped(value);
        const next = readLine(value);
        if (next.week) onChange(next.week);
      }}
    />
  );
}

function DayTable({ week, law, onChange }: { week: Week; law: Week | null; onChange: (week: Week) => void }) {
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={t("windows.table")}>
      <table class="table">
        <caption class="unseen">{t("windows.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("windows.day")}</th>
            <th scope="col">{t("windows.open")}</th>
            {law ? <th scope="col">{t("windows.law_hours")}</th> : null}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day, index) => (
            <tr key={day}>
              <th scope="row">{t(`day.${day}`)}</th>
              <td>
                <DayRanges day={index} week={week} onChange={onChange} />
              </td>
              {law ? <td class="figures">{rangesText(law, index)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayRanges({ day, week, onChange }: { day: number; week: Week; onChange: (week: Week) => void }) {
  const start = day * DAY_MINUTES;
  const ranges = rangesOn(week, day);
  const name = t(`day.${DAYS[day] ?? "mon"}`);
  const replace = (old: Range | null, next: Range | null): void => {
    let done = old ? painted(week, [start + old[0], start + old[1]], false) : week;
    if (next && next[0] < next[1]) done = painted(done, [start + next[0], start + next[1]], true);
    onChange(done);
  };
  return (
    <div class="row">
      {ranges.length === 0 ? <span class="quiet">{t("windows.closed")}</span> : null}
      {ranges.map((range, at) => (
        <span class="row day-range" key={`${at}-${ranges.length}`}>
          <TimeInput label={t("windows.from_of", { day: name, n: at + 1 })} minute={range[0]} onChange={(from) => replace(range, [from, range[1]])} />
          <span aria-hidden="true">–</span>
          <TimeInput label={t("windows.to_of", { day: name, n: at + 1 })} minute={range[1]} onChange={(to) => replace(range, [range[0], to])} />
          <Button kind="plain" label={t("windows.remove_of", { day: name, n: at + 1 })} onClick={() => replace(range, null)}>
            ✕
          </Button>
        </span>
      ))}
      <Button label={t("windows.add_to", { day: name })} onClick={() => replace(null, freeRange(ranges))}>
        + {t("windows.add")}
      </Button>
    </div>
  );
}

/** A time that is taken when the field is left, so that half-typed times change nothing. "24:00" is the day's end. */
function TimeInput({ label, minute, onChange }: { label: string; minute: number; onChange: (minute: number) => void }) {
  return (
    <input
      class="input time-input"
      type="text"
      inputMode="numeric"
      maxLength={5}
      aria-label={label}
      value={clockTime(minute)}
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        const isTime = /^([01]?\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
        if (isTime && minuteOf(text) !== minute) onChange(minuteOf(text));
        else event.currentTarget.value = clockTime(minute);
      }}
    />
  );
}

function ClosedDates({ dates, onChange }: { dates: string[]; onChange: (dates: string[]) => void }) {
  const [date, setDate] = useState("");
  const add = (): void => {
    if (date === "") return;
    onChange([...new Set([...dates, date])].sort());
    setDate("");
  };
  return (
    <div class="stack">
      <h3>{t("windows.closed_on")}</h3>
      <ul class="row">
        {dates.map((each) => (
          <li key={each}>
            <Button label={t("windows.open_again", { day: each })} onClick={() => onChange(dates.filter((other) => other !== each))}>
              {formatDay(each)} {each.slice(0, 4)} ✕
            </Button>
          </li>
        ))}
        {dates.length === 0 ? <li class="quiet">{t("windows.no_dates")}</li> : null}
      </ul>
      <div class="row end">
        <Field label={t("windows.date")} type="date" value={date} onInput={setDate} />
        <Button disabled={date === ""} onClick={add}>
          {t("windows.close_date")}
        </Button>
      </div>
    </div>
  );
}

function rangesText(week: Week, day: number): string {
  const texts = rangesOn(week, day).map(([from, to]) => `${clockTime(from)}–${clockTime(to)}`);
  return texts.length > 0 ? texts.join(", ") : t("windows.closed");
}

/** An hour after the last range, or the morning of an empty day. */
function freeRange(ranges: Range[]): Range {
  const last = ranges.at(-1);
  if (!last) return [9 * 60, 12 * 60];
  const from = Math.min(last[1] + 60, DAY_MINUTES - 60);
  return [from, from + 60];
}
