/** Which key does what at the agent panel, and when keys are heard at all. Pure: it neither listens nor acts. */

export type Deed =
  | "ready"
  | "verify"
  | "commit"
  | "search"
  | "promise"
  | "call_back"
  | "note"
  | "hold"
  | "hang_up"
  | "break"
  | "facts"
  | "extend"
  | "undo"
  | "dial"
  | "skip"
  | "take_over"
  | "sheet";
export type Act = { deed: Deed } | { deed: "mark"; digit: string };

export interface Press {
  key: string;
  code: string;
  shift: boolean;
  alt: boolean;
  /** Ctrl or Cmd: those chords belong to the browser. */
  command: boolean;
  repeat: boolean;
}

/** `keys`: single keys act; `typing`: the focus is in a text; `off`: the person has switched single keys off. */
export type Mode = "keys" | "typing" | "off";

/** A key within so many ms of a change of the screen was meant for what stood there before. */
export const GUARD_MS = 350;

/** By physical key, so that they lie in the same place on every keyboard. */
const BY_CODE: Record<string, Deed> = {
  KeyR: "ready",
  KeyV: "verify",
  KeyP: "promise",
  KeyC: "call_back",
  KeyN: "note",
  KeyH: "hold",
  KeyX: "hang_up",
  KeyB: "break",
  KeyF: "facts",
  KeyU: "undo",
  KeyD: "dial",
  KeyK: "skip",
  KeyT: "take_over",
  Enter: "commit",
  NumpadEnter: "commit",
  NumpadAdd: "extend",
  NumpadDivide: "search",
};

/** Signs go by what they print: they lie on other keys, with or without Shift, on other keyboards. */
const BY_SIGN: Record<string, Deed> = { "?": "sheet", "/": "search", "+": "extend" };
const SIGN_CODES: Record<string, [plain: Deed | null, shifted: Deed | null]> = {
  Slash: ["search", "sheet"],
  Equal: ["extend", "extend"],
};

export function actOf(press: Press): Act | null {
  const sign = press.alt ? SIGN_CODES[press.code]?.[press.shift ? 1 : 0] : BY_SIGN[press.key];
  if (sign) return { deed: sign };
  if (press.shift) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit) return { deed: "mark", digit };
  const deed = BY_CODE[press.code];
  return deed ? { deed } : null;
}

export type Decision = { kind: "act"; act: Act } | { kind: "guarded" } | { kind: "none" };

/** What a press means in a mode, so many ms after the screen last changed. Alt chords work in every mode. */
export function decide(press: Press, mode: Mode, sinceChangeMs: number): Decision {
  if (press.command || press.repeat) return { kind: "none" };
  if (mode !== "keys" && !press.alt) return { kind: "none" };
  const act = actOf(press);
  if (!act) return { kind: "none" };
  if (sinceChangeMs < GUARD_MS && act.deed !== "sheet") return { kind: "guarded" };
  return { kind: "act", act };
}

/** Whether an element takes text, so that letters typed there are not keys. */
export function takesText(element: { tagName: string; type?: string; isContentEditable?: boolean } | null): boolean {
  if (!element) return false;
  if (element.isContentEditable || element.tagName === "TEXTAREA" || element.tagName === "SELECT") return true;
  return element.tagName === "INPUT" && !["checkbox", "radio", "button", "submit", "range"].includes(element.type ?? "text");
}
