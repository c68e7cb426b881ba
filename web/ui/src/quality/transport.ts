/**
 * The keys and the arithmetic of the player: which key does what, which speeds there are, how a time is written.
 * Plays nothing itself.
 */
export const SPEEDS = [0.8, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

export type Motion =
  | { kind: "toggle" }
  | { kind: "seek"; by_s: number }
  | { kind: "jump"; share: number }
  | { kind: "faster" }
  | { kind: "slower" }
  | { kind: "comment" }
  | { kind: "mark"; end: "in" | "out" }
  | { kind: "keys" };

const BY_CODE: Record<string, Motion> = {
  Space: { kind: "toggle" },
  KeyK: { kind: "toggle" },
  KeyJ: { kind: "seek", by_s: -5 },
  KeyL: { kind: "seek", by_s: 5 },
  Comma: { kind: "seek", by_s: -1 },
  Period: { kind: "seek", by_s: 1 },
  BracketLeft: { kind: "slower" },
  BracketRight: { kind: "faster" },
  KeyC: { kind: "comment" },
  KeyI: { kind: "mark", end: "in" },
  KeyO: { kind: "mark", end: "out" },
};

/** The motion of a physical key; null when the player does not use it. "?" is known by what it types. */
export function motionOf(code: string, key = ""): Motion | null {
  if (key === "?") return { kind: "keys" };
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  if (digit) return { kind: "jump", share: Number(digit[1]) / 10 };
  return BY_CODE[code] ?? null;
}

/** The next speed up or down, staying inside the list. */
export function nextSpeed(speed: number, step: 1 | -1): number {
  const at = SPEEDS.findIndex((known) => known === speed);
  const next = Math.min(SPEEDS.length - 1, Math.max(0, (at < 0 ? 1 : at) + step));
  return SPEEDS[next] ?? 1;
}

/** 83500 → "1:23"; with tenths "1:23.5". */
export function timeText(ms: number, tenths = false): string {
  const whole = Math.max(0, Math.floor(ms / 100));
  const minutes = Math.floor(whole / 600);
  const seconds = String(Math.floor((whole % 600) / 10)).padStart(2, "0");
  return tenths ? `${minutes}:${seconds}.${whole % 10}` : `${minutes}:${seconds}`;
}

/** Read "1:23", "83" or "1:23.5" as milliseconds; null when it is not a time. */
export function timeOf(text: string): number | null {
  const found = /^(?:(\d+):)?(\d+)(?:\.(\d))?$/.exec(text.trim());
  if (!found || (found[1] !== undefined && Number(found[2]) > 59)) return null;
  return (Number(found[1] ?? 0) * 60 + Number(found[2])) * 1000 + Number(found[3] ?? 0) * 100;
}
