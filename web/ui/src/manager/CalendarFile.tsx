/** Closures out of an iCalendar file: chosen by the person before any of them counts; what is left out is told with its reason. */
import { useState } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Tick } from "../components/Field.tsx";
import { Notice } from "../components/Notice.tsx";
import { formatDay } from "../texts/formats.ts";
import { type CalendarReading, LARGEST_FILE, readCalendar } from "./ics.ts";
import { t } from "./texts.ts";

type Opened = { file: string; reading: CalendarReading; left: ReadonlySet<string> };

export function CalendarFile({ today, onClose }: { today: string; onClose: (days: string[]) => void }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const open = async (file: File): Promise<void> => {
    setOpened(null);
    if (file.size > LARGEST_FILE) return setFault(t("dates.too_large"));
    const reading = readCalendar(await file.text(), today, `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`);
    setFault(reading ? null : t("dates.not_calendar"));
    if (reading) setOpened({ file: file.name, reading, left: new Set() });
  };
  const chosen = opened?.reading.days.filter((each) => !opened.left.has(each.on)).map((each) => each.on) ?? [];
  const turn = (on: string, isChosen: boolean): void => {
    if (!opened) return;
    const left = new Set(opened.left);
    if (isChosen) left.delete(on);
    else left.add(on);
    setOpened({ ...opened, left });
  };
  return (
    <div class="stack">
      <label class="calendar-file">
        <span class="label">{t("dates.import")}</span>
        <input
          type="file"
          accept=".ics,text/calendar"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) void open(file);
            event.currentTarget.value = "";
          }}
        />
      </label>
      {fault ? <Notice tone="bad">{fault}</Notice> : null}
      {opened ? (
        <section class="card stack" aria-label={opened.file}>
          <p role="status">{t("dates.found", { n: opened.reading.days.length, file: opened.file })}</p>
          <ul class="calendar-days">
            {opened.reading.days.map((each) => (
              <li key={each.on}>
                <Tick checked={!opened.left.has(each.on)} onChange={(isChosen) => turn(each.on, isChosen)}>
                  {formatDay(each.on)} {each.on.slice(0, 4)} · {each.name || t("dates.no_name")}
                </Tick>
              </li>
            ))}
          </ul>
          {opened.reading.skipped.length > 0 ? (
            <p class="small quiet">
              {t("dates.skipped")}{" "}
              {opened.reading.skipped
                .slice(0, 20)
                .map((each) => t("dates.skipped_of", { name: each.name || t("dates.no_name"), reason: t(`skipped.${each.reason}`) }))
                .join("; ")}
            </p>
          ) : null}
          <div class="row">
            <Button
              kind="primary"
              disabled={chosen.length === 0}
              onClick={() => {
                onClose(chosen);
                setOpened(null);
              }}
            >
              {t("dates.close_found", { n: chosen.length })}
            </Button>
            <Button onClick={() => setOpened(null)}>{t("dates.forget")}</Button>
          </div>
        </section>
      ) : null}
    </div>
  );
}
