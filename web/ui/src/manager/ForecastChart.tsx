/** One figure by hour: a line for each setting in its band. Drawn for the eye; the table below says the same in words. */
import { formatClock, formatNumber, formatShare } from "../texts/formats.ts";
import { bandPath, type FigureName, type Frame, linePath, topOf, xOf, yOf } from "./forecast.ts";
import type { Outlook } from "./forecast_shapes.ts";
import { t } from "./texts.ts";

const FRAME: Frame = { width: 360, height: 190, left: 40, bottom: 22 };
const LINES = [0, 0.5, 1];

export function ForecastChart({ name, outlooks, zone }: { name: FigureName; outlooks: readonly Outlook[]; zone: string }) {
  const top = topOf(outlooks, name);
  const hours = outlooks[0]?.hours ?? [];
  const value = (number: number): string => (name === "talk_share" ? formatShare(number, 0) : formatNumber(number, { maximumFractionDigits: 1 }));
  const every = Math.ceil(hours.length / 6);
  const said = outlooks
    .map((outlook) => outlook.hours.map((hour) => t("forecast.point", { at: formatClock(hour.hour_start, zone), value: value(round(name, hour[name].middle)) })).join(", "))
    .join("; ");
  return (
    <figure class="forecast-chart">
      <figcaption>
        {t(`figure.${name}`)} <span class="hint">{t(`figure_hint.${name}`)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} role="img" aria-label={`${t(`figure.${name}`)}: ${said}`}>
        {LINES.map((share) => (
          <g key={share}>
            <line class="grid" x1={FRAME.left} x2={FRAME.width} y1={yOf(share * top, top, FRAME)} y2={yOf(share * top, top, FRAME)} />
            <text x={FRAME.left - 5} y={yOf(share * top, top, FRAME) + 4} text-anchor="end">
              {value(share * top)}
            </text>
          </g>
        ))}
        {hours.map((hour, at) =>
          at % every === 0 ? (
            <text key={hour.hour_start} x={xOf(at, hours.length, FRAME)} y={FRAME.height - 5} text-anchor="middle">
              {formatClock(hour.hour_start, zone)}
            </text>
          ) : null,
        )}
        {outlooks.map((outlook, place) => {
          const bands = outlook.hours.map((hour) => hour[name]);
          return (
            <g key={place} class={`curve-${place}`}>
              <path class="band" d={bandPath(bands, top, FRAME)} />
              <path class="line" d={linePath(bands, top, FRAME)} />
              {outlook.hours.map((hour, at) => (
                <circle key={hour.hour_start} cx={xOf(at, hours.length, FRAME)} cy={yOf(hour[name].middle, top, FRAME)} r="3">
                  <title>{t("forecast.point", { at: formatClock(hour.hour_start, zone), value: value(round(name, hour[name].middle)) })}</title>
                </circle>
              ))}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

function round(name: FigureName, number: number): number {
  return name === "talk_share" ? number : Math.round(number);
}
