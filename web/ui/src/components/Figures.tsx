/** Money, times and counts that follow the language and the server's clock. */
import { now, secondsLeft, secondsSince } from "../api/clock.ts";
import { formatClock, formatDuration, formatInstant, formatMoney, type Money as MoneyShape } from "../texts/formats.ts";

export function Money({ money }: { money: MoneyShape }) {
  return <span class="figures">{formatMoney(money)}</span>;
}

/** An instant in the reader's zone; the exact UTC instant is in its `datetime`. */
export function LocalTime({ at, zone, clockOnly }: { at: string; zone?: string; clockOnly?: boolean }) {
  return (
    <time class="figures" dateTime={at}>
      {clockOnly ? formatClock(at, zone) : formatInstant(at, {}, zone)}
    </time>
  );
}

/** Seconds left by the server's clock; stops at zero. */
export function Countdown({ until }: { until: string }) {
  return (
    <span class="figures" role="timer" aria-live="off">
      {formatDuration(secondsLeft(until, now.value))}
    </span>
  );
}

/** Time since an instant by the server's clock. */
export function Elapsed({ since }: { since: string }) {
  return <span class="figures">{formatDuration(secondsSince(since, now.value))}</span>;
}
