/** Dates that are no plain weekdays: the public holidays of a region, single dates with other hours or none, and a calendar file of them. */
import { useState } from "preact/hooks";
import type * as schema from "../api/schema.ts";
import { Button } from "../components/Button.tsx";
import { Field, Select } from "../components/Field.tsx";
import { useLoaded } from "../components/loading.ts";
import { formatDay } from "../texts/formats.ts";
import { localeTag } from "../texts/language.ts";
import { CalendarFile } from "./CalendarFile.tsx";
import { t } from "./texts.ts";
import type { Range } from "./windows.ts";
import { rangesOf } from "./windows.ts";
import { ownDates, withDate, withHolidays, type WindowsDocument } from "./windows_document.ts";
import { rangesLine, readRanges } from "./windows_line.ts";

interface Props {
  windows: WindowsDocument;
  region: string;
  calendar: schema.HolidayCalendar | null;
  today: string;
  /** The date in the field; a click in the year puts one there. */
  date: string;
  onDate: (date: string) => void;
  onRegion: (region: string) => void;
  onChange: (windows: WindowsDocument) => void;
}

export function SpecialDates({ windows, region, calendar, today, date, onDate, onRegion, onChange }: Props) {
  return (
    <div class="stack">
      <h3>{t("dates.title")}</h3>
      <Holidays windows={windows} region={region} onRegion={onRegion} onChange={onChange} />
      <NextHolidays calendar={calendar} today={today} />
      <h4>{t("dates.own")}</h4>
      <OwnDates windows={windows} date={date} onDate={onDate} onChange={onChange} />
      <CalendarFile today={today} onClose={(days) => onChange(days.reduce((done, on) => withDate(done, on, []), windows))} />
    </div>
  );
}

type HolidayRule = "weekday" | "closed" | "hours";

function Holidays({ windows, region, onRegion, onChange }: Pick<Props, "windows" | "region" | "onRegion" | "onChange">) {
  const regions = useLoaded<schema.HolidayRegions>("/holidays/regions");
  const [country = "", part = ""] = region.split("-");
  const parts = regions.value?.countries[country] ?? [];
  const ranges = rangesOf(windows.holiday_ranges);
  const rule: HolidayRule = windows.holidays === undefined ? "weekday" : ranges.length === 0 ? "closed" : "hours";
  const choose = (next: string): void => {
    onRegion(next);
    if (rule !== "weekday") onChange(withHolidays(windows, next, ranges));
  };
  const set = (next: HolidayRule): void =>
    onChange(withHolidays(windows, next === "weekday" ? null : region, next === "hours" ? [[9 * 60, 13 * 60]] : []));
  return (
    <div class="form-grid">
      <Select
        label={t("dates.holidays")}
        value={country}
        options={countries(Object.keys(regions.value?.countries ?? { [country]: [] }))}
        onChange={choose}
      />
      <Select
        label={t("dates.part")}
        value={part}
        disabled={parts.length === 0}
        options={[{ value: "", label: t("dates.whole") }, ...parts.map((each) => ({ value: each, label: each }))]}
        onChange={(next) => choose(next === "" ? country : `${country}-${next}`)}
      />
      <Select
        label={t("dates.rule")}
        value={rule}
        options={[
          { value: "weekday", label: t("dates.as_weekday") },
          { value: "closed", label: t("dates.rule_closed") },
          { value: "hours", label: t("dates.rule_hours") },
        ]}
        onChange={(next) => set(next as HolidayRule)}
      />
      {rule === "hours" ? (
        <RangesField label={t("dates.hours")} ranges={ranges} onChange={(next) => onChange(withHolidays(windows, region, next))} />
      ) : null}
    </div>
  );
}

/** Hours of a day as a text; taken as soon as they can be read and are any. */
function RangesField({ label, ranges, onChange }: { label: string; ranges: readonly Range[]; onChange: (ranges: Range[]) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? [...ranges] : readRanges(typed);
  return (
    <Field
      label={label}
      value={typed ?? rangesLine(ranges)}
      holdsFault
      fault={read === null || read.length === 0 ? t("dates.bad_hours") : null}
      onInput={(text) => {
        setTyped(text);
        const next = readRanges(text);
        if (next !== null && next.length > 0) onChange(next);
      }}
      input={{ onBlur: () => setTyped(null) }}
    />
  );
}

function NextHolidays({ calendar, today }: Pick<Props, "calendar" | "today">) {
  if (calendar === null) return <p class="small quiet">…</p>;
  const coming = calendar.days.filter((each) => each.on >= today);
  const years = calendar.days.map((each) => each.on.slice(0, 4));
  return (
    <p class="small quiet">
      {coming.length === 0 ? t("dates.none_known") : `${t("dates.next")} ${coming.slice(0, 4).map((each) => `${dayText(each.on)} ${each.name}`).join(" · ")}.`}{" "}
      {coming.length > 0 ? t("dates.source", { source: calendar.source, from: years[0] ?? "", to: String(calendar.last_year) }) : null}
    </p>
  );
}

function OwnDates({ windows, date, onDate, onChange }: Pick<Props, "windows" | "date" | "onDate" | "onChange">) {
  const [hours, setHours] = useState("");
  const dates = ownDates(windows);
  const ranges = readRanges(hours);
  const set = (): void => {
    if (date === "" || ranges === null) return;
    onChange(withDate(windows, date, ranges));
    onDate("");
    setHours("");
  };
  return (
    <>
      <ul class="row">
        {dates.map((each) => (
          <li key={each.on}>
            <Button label={t("dates.remove", { day: dayText(each.on) })} onClick={() => onChange(withDate(windows, each.on, null))}>
              {dayText(each.on)} · {each.ranges.length > 0 ? rangesLine(each.ranges) : t("windows.closed")} ✕
            </Button>
          </li>
        ))}
        {dates.length === 0 ? <li class="quiet">{t("dates.no_own")}</li> : null}
      </ul>
      <div class="row date-row">
        <Field label={t("dates.date")} type="date" value={date} onInput={onDate} holdsFault />
        <Field
          label={t("dates.hours_empty")}
          value={hours}
          onInput={setHours}
          holdsFault
          fault={ranges === null ? t("dates.bad_hours") : null}
          input={{ spellcheck: false, autocomplete: "off" }}
        />
        <Button disabled={date === "" || ranges === null} onClick={set}>
          {t("dates.set")}
        </Button>
      </div>
    </>
  );
}

/** A date with its year. */
export function dayText(on: string): string {
  return `${formatDay(on)} ${on.slice(0, 4)}`;
}

function countries(codes: readonly string[]): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(localeTag(), { type: "region", fallback: "code" });
  return codes.map((code) => ({ value: code, label: names.of(code) ?? code })).sort((one, other) => one.label.localeCompare(other.label, localeTag()));
}
