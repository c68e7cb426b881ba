/** Who becomes callable: the edited hours against the saved ones at an instant, counted by the server, before anything is saved. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { now } from "../api/clock.ts";
import { Bar, Fault, useStill } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Field, Select } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { formatNumber } from "../texts/formats.ts";
import { ReasonList } from "./ReasonList.tsx";
import type { Difference } from "./shapes.ts";
import { t } from "./texts.ts";
import { WeekSlider } from "./WeekSlider.tsx";
import type { WindowsDocument } from "./windows_document.ts";
import { instantOf, nextWall, wallOf } from "./zoned.ts";

const ZONES = ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "UTC"];
const STILL_MS = 400;

export function CallablePreview({ campaignId, windows }: { campaignId: string; windows: WindowsDocument }) {
  const [chosenZone, setZone] = useState<string | null>(null);
  /** A wall-clock time in the zone; null is now. */
  const [wall, setWall] = useState<string | null>(null);
  const [found, setFound] = useState<Difference | null>(null);
  const zone = chosenZone ?? ownZone();
  const asked = useStill(JSON.stringify({ windows, ...(wall === null ? {} : { at: instantOf(wall, zone) }) }), STILL_MS);
  const [fault, setFault] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    const body = JSON.parse(asked) as { at?: string | null };
    if (body.at === null) return undefined;
    setBusy(true);
    api.post<Difference>(`/campaigns/${campaignId}/callable`, body).then(
      (next) => {
        if (!isCurrent) return;
        setFound(next);
        setFault(null);
        // Times are on the persons' clocks: the first answer that names their zones settles which one is offered.
        setZone((former) => former ?? likelyZone(next));
      },
      (error: unknown) => isCurrent && setFault(error),
    ).finally(() => isCurrent && setBusy(false));
    return () => {
      isCurrent = false;
    };
  }, [campaignId, asked, round]);
  const zones = [...new Set([zone, ownZone(), ...ZONES, ...(found?.by_zone.flatMap((each) => zonesOf(each.zone)) ?? [])])];
  return (
    <div class="stack callable">
      <h3>{t("callable.title")}</h3>
      <div class="row end">
        <Field label={t("callable.at")} type="datetime-local" value={wall ?? wallOf(now.peek(), zone)} onInput={setWall} input={{ step: 900 }} />
        <Select label={t("callable.zone")} value={zone} options={zones.map((each) => ({ value: each, label: each }))} onChange={setZone} />
        <Button pressed={wall === null} onClick={() => setWall(null)}>{t("callable.now")}</Button>
        <Button onClick={() => setWall(nextWall(now.peek(), zone, 5, "09:30"))}>{t("callable.saturday")}</Button>
        <Button onClick={() => setWall(nextWall(now.peek(), zone, 6, "13:00"))}>{t("callable.sunday")}</Button>
      </div>
      <WeekSlider wall={wall} zone={zone} found={found} isBusy={isBusy} onChange={setWall} />
      <Fault fault={fault} onRetry={() => setRound((count) => count + 1)} />
      {found ? <Result found={found} /> : <p class="quiet">{t("callable.counting")}</p>}
    </div>
  );
}

function Result({ found }: { found: Difference }) {
  const most = Math.max(1, ...found.by_zone.map((each) => Math.max(each.before, each.after)));
  return (
    <>
      <p class="callable-sum" role="status">
        {t("callable.sum", { after: found.after, before: found.before })}{" "}
        <strong>{t("callable.change", { became: formatNumber(found.became), lost: formatNumber(found.lost) })}</strong>
      </p>
      <div class="table-frame" tabIndex={0} role="region" aria-label={t("callable.by_zone")}>
        <table class="table">
          <caption class="unseen">{t("callable.by_zone")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("callable.zone")}</th>
              <th scope="col" class="number">
                {t("callable.before")}
              </th>
              <th scope="col" class="number">
                {t("callable.after")}
              </th>
              <th scope="col" class="number">
                {t("callable.difference")}
              </th>
              <th scope="col" class="wide-cell">
                <span class="unseen">{t("callable.bar")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.by_zone.map((each) => (
              <tr key={each.zone}>
                <th scope="row">{each.zone}</th>
                <td class="number">{formatNumber(each.before)}</td>
                <td class="number">{formatNumber(each.after)}</td>
                <td class="number">{formatNumber(each.after - each.before, { signDisplay: "exceptZero" })}</td>
                <td>
                  <Bar share={each.after / most} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.next_openings.length > 0 ? (
        <p class="small">
          {t("callable.next")}{" "}
          {found.next_openings.slice(0, 3).map((each) => (
            <span key={each.at + each.zone} class="opening">
              {t("callable.opening", { n: each.count, zone: each.zone })} <LocalTime at={each.at} />
            </span>
          ))}
        </p>
      ) : null}
      {found.sample.length > 0 ? (
        <p class="small">
          {t("callable.sample")}{" "}
          {found.sample.slice(0, 8).map((each) => (
            <a key={each.case_id} class="opening" href={`/cases/${each.case_id}`}>
              {each.name}
            </a>
          ))}
        </p>
      ) : null}
      {found.by_reason.length > 0 ? (
        <details>
          <summary>{t("callable.reasons")}</summary>
          <ReasonList reasons={found.by_reason} />
        </details>
      ) : null}
    </>
  );
}

/** A person whose zone is not certain counts under all of them: "America/Chicago + America/New_York". */
function zonesOf(name: string): string[] {
  return name.split(" + ");
}

/** The reader's own zone where it is one of the persons' zones, else that of most of them; null while none is named. */
function likelyZone(found: Difference): string | null {
  const counts = new Map<string, number>();
  const add = (name: string, count: number): void => {
    const [zone, ...others] = zonesOf(name);
    if (zone && others.length === 0) counts.set(zone, (counts.get(zone) ?? 0) + count);
  };
  for (const each of found.by_zone) add(each.zone, each.before + each.after);
  for (const each of found.next_openings) add(each.zone, each.count);
  if (counts.has(ownZone())) return ownZone();
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return most?.[0] ?? null;
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
