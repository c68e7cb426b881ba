/** One week ahead as a slider of quarter hours: what could be called at each of them, against the saved hours. */
import { useId } from "preact/hooks";
import { now } from "../api/clock.ts";
import { formatInstant, formatNumber } from "../texts/formats.ts";
import type { Difference } from "./shapes.ts";
import { t } from "./texts.ts";
import { wallOf } from "./zoned.ts";

interface Props {
  /** A wall-clock time in the zone; null is now. */
  wall: string | null;
  zone: string;
  found: Difference | null;
  isBusy: boolean;
  onChange: (wall: string | null) => void;
}

const QUARTER_MS = 15 * 60_000;
const QUARTERS = 7 * 96;

export function WeekSlider({ wall, zone, found, isBusy, onChange }: Props) {
  const id = useId();
  // Wall clocks are counted as if they were UTC, so that a step is a quarter of an hour on the clock also when clocks change.
  const start = Math.floor(naive(wallOf(now.peek(), zone)) / QUARTER_MS) * QUARTER_MS;
  const at = wall === null ? 0 : Math.round((naive(wall) - start) / QUARTER_MS);
  const place = Math.min(QUARTERS, Math.max(0, at));
  const told = wallText(wall ?? wallOf(now.peek(), zone));
  return (
    <div class="week-slider">
      <label class="label" for={id}>
        {t("callable.slider")}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={QUARTERS}
        step={1}
        value={place}
        aria-valuetext={told}
        onInput={(event) => {
          const next = Number(event.currentTarget.value);
          onChange(next === 0 ? null : new Date(start + next * QUARTER_MS).toISOString().slice(0, 16));
        }}
      />
      <output class={`figures ${isBusy ? "quiet" : ""}`} for={id}>
        {found && !isBusy
          ? t("callable.slid", { at: told, after: found.after, change: formatNumber(found.after - found.before, { signDisplay: "always" }) })
          : `${told}: ${t("callable.counting")}`}
      </output>
    </div>
  );
}

function naive(wall: string): number {
  return Date.parse(`${wall}Z`);
}

function wallText(wall: string): string {
  return formatInstant(`${wall}:00Z`, { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }, "UTC");
}
