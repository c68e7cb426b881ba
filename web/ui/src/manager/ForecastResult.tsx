/** What a forecast says: the day in figures, curves by hour with their bands, and the same hour by hour as a table. */
import { Block } from "../cases/parts.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { Notice } from "../components/Notice.tsx";
import { formatClock, formatInstant, formatNumber, formatShare } from "../texts/formats.ts";
import { ForecastChart } from "./ForecastChart.tsx";
import { type FigureName, isApart } from "./forecast.ts";
import type { Band, Forecast, Outlook } from "./forecast_shapes.ts";
import { t } from "./texts.ts";

const CURVES: readonly FigureName[] = ["contacts", "abandoned", "talk_share"];
const SUMS = ["contacts", "dialed", "answered", "abandoned", "abandoned_share", "talk_share"] as const;
const FEW_CALLS = 500;

export function ForecastResult({ found }: { found: Forecast }) {
  const { outlooks } = found;
  return (
    <>
      <Block title={formatInstant(found.starts_at, { weekday: "long", month: "long", day: "numeric" }, found.zone)}>
        <p>
          {t("forecast.day", {
            from: formatClock(found.starts_at, found.zone),
            until: formatClock(found.ends_at, found.zone),
            zone: found.zone,
            cases: found.cases,
          })}
        </p>
        {found.history_calls < FEW_CALLS ? <Notice tone="warn">{t("forecast.few_calls", { n: found.history_calls })}</Notice> : null}
        <Sums outlooks={outlooks} />
        {outlooks.map((outlook, place) => (
          <Ending key={place} outlook={outlook} zone={found.zone} place={outlooks.length > 1 ? place : null} />
        ))}
        <p class="small quiet">
          {t("forecast.learned", {
            n: found.history_calls,
            talk: formatNumber(found.talk_s, { maximumFractionDigits: 0 }),
            wrap: formatNumber(found.wrap_s, { maximumFractionDigits: 0 }),
            right: formatShare(found.right_share, 0),
          })}{" "}
          {t("forecast.as_of")} <LocalTime at={found.as_of} />
          {found.unsettled > 0 ? ` ${t("forecast.unsettled", { n: found.unsettled })}` : ""}
        </p>
      </Block>
      <Block title={t("forecast.curves")}>
        <p class="small quiet">{t("forecast.curves_hint")}</p>
        {outlooks.length > 1 ? <Legend outlooks={outlooks} /> : null}
        <div class="forecast-charts">
          {CURVES.map((name) => (
            <ForecastChart key={name} name={name} outlooks={outlooks} zone={found.zone} />
          ))}
        </div>
        <Hours outlooks={outlooks} zone={found.zone} />
      </Block>
    </>
  );
}

/** The day's figures, one column for each setting, every one with what it means. */
function Sums({ outlooks }: { outlooks: readonly Outlook[] }) {
  const [one, other] = outlooks;
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t("forecast.sums")}>
      <table class="table forecast-sums">
        <caption class="unseen">{t("forecast.sums")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("forecast.figure")}</th>
            {outlooks.map((outlook, place) => (
              <th key={place} scope="col" class="number">
                {outlooks.length > 1 ? t("forecast.setting", { n: place + 1 }) : t("forecast.expected")}
                <br />
                <span class="small quiet">{settingText(outlook)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SUMS.map((name) => (
            <tr key={name}>
              <th scope="row">
                {t(`figure.${name}`)}
                <span class="hint">{t(`figure_hint.${name}`)}</span>
              </th>
              {outlooks.map((outlook, place) => (
                <td key={place} class="number">
                  <BandText name={name} band={outlook.day[name]} />
                  {place === 1 && one && other ? <span class="hint">{isApart(one.day[name], other.day[name]) ? t("forecast.apart") : t("forecast.not_apart")}</span> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Ending({ outlook, zone, place }: { outlook: Outlook; zone: string; place: number | null }) {
  const clock = (at: string | null): string => (at === null ? "" : formatClock(at, zone));
  const size = outlook.team_size;
  return (
    <p>
      {place === null ? null : <strong>{t("forecast.setting", { n: place + 1 })}: </strong>}
      {outlook.list_ends_at === null
        ? t("forecast.list_lasts", { n: formatNumber(Math.round(outlook.untouched.middle)) })
        : t("forecast.list_ends", { at: clock(outlook.list_ends_at), from: clock(outlook.list_ends_from), until: clock(outlook.list_ends_until) })}{" "}
      {size === null
        ? null
        : size.agents === null
          ? t("forecast.no_team", { wanted: formatNumber(size.wanted_contacts), most: formatNumber(Math.round(size.contacts)) })
          : t("forecast.team", { n: size.agents, wanted: formatNumber(size.wanted_contacts) })}
    </p>
  );
}

function Legend({ outlooks }: { outlooks: readonly Outlook[] }) {
  return (
    <ul class="row legend small">
      {outlooks.map((outlook, place) => (
        <li key={place}>
          <span class={`forecast-key key-${place}`} aria-hidden="true" /> {t("forecast.setting", { n: place + 1 })}: {settingText(outlook)}
        </li>
      ))}
    </ul>
  );
}

function Hours({ outlooks, zone }: { outlooks: readonly Outlook[]; zone: string }) {
  const names = ["contacts", "dialed", "abandoned", "talk_share"] as const;
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t("forecast.by_hour")}>
      <table class="table">
        <caption class="unseen">{t("forecast.by_hour")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("forecast.hour")}</th>
            <th scope="col" class="number">{t("forecast.callable")}</th>
            <th scope="col" class="number">{t("forecast.live_share")}</th>
            {outlooks.map((_, place) =>
              names.map((name) => (
                <th key={`${place}${name}`} scope="col" class="number">
                  {t(`figure.${name}`)}
                  {outlooks.length > 1 ? ` (${place + 1})` : ""}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {outlooks[0]?.hours.map((hour, at) => (
            <tr key={hour.hour_start}>
              <th scope="row" class="figures">{formatClock(hour.hour_start, zone)}</th>
              <td class="number">{formatNumber(hour.callable_cases)}</td>
              <td class="number">{formatShare(hour.live_share, 0)}</td>
              {outlooks.map((outlook, place) =>
                names.map((name) => {
                  const band = outlook.hours[at]?.[name];
                  return (
                    <td key={`${place}${name}`} class="number">
                      {band ? <BandText name={name} band={band} /> : null}
                    </td>
                  );
                }),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BandText({ name, band }: { name: string; band: Band }) {
  const text = (value: number): string => (name.endsWith("_share") ? formatShare(value, name === "abandoned_share" ? 1 : 0) : formatNumber(Math.round(value)));
  return (
    <>
      <strong>{text(band.middle)}</strong> <span class="small quiet nowrap">{t("forecast.between", { low: text(band.low), high: text(band.high) })}</span>
    </>
  );
}

function settingText(outlook: Outlook): string {
  const method = t.coded(`method.${outlook.method}`, outlook.method);
  const kind = outlook.ceiling_kind === null ? "" : `, ${t(`forecast_kind.${outlook.ceiling_kind}`)}`;
  return t("forecast.setting_text", { n: outlook.agents, method: method + kind, ceiling: formatShare(outlook.ceiling_share), ring: outlook.ring_timeout_s });
}
