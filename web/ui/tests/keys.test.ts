/** The agent's keys: what each means, when none is heard, and the guard after a change of the screen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf, decide, GUARD_MS, type Press, takesText } from "../src/agent/keys.ts";

const press = (code: string, key = "", more: Partial<Press> = {}): Press => ({
  key,
  code,
  shift: false,
  alt: false,
  command: false,
  repeat: false,
  ...more,
});
const LATER = GUARD_MS + 1;

test("letters go by their place on the keyboard", () => {
  // A French keyboard prints "ц" or "&" on the same keys: the place counts.
  assert.deepEqual(actOf(press("KeyV", "м")), { deed: "verify" });
  assert.deepEqual(actOf(press("Digit1", "&")), { deed: "mark", digit: "1" });
  assert.deepEqual(actOf(press("Numpad9", "9")), { deed: "mark", digit: "9" });
});

test("signs go by what they print", () => {
  assert.deepEqual(actOf(press("Digit7", "/", { shift: true })), { deed: "search" });
  assert.deepEqual(actOf(press("Minus", "?", { shift: true })), { deed: "sheet" });
  assert.deepEqual(actOf(press("Equal", "+", { shift: true })), { deed: "extend" });
});

test("a shifted letter or digit means nothing", () => {
  assert.equal(actOf(press("KeyX", "X", { shift: true })), null);
  assert.equal(actOf(press("Digit8", "*", { shift: true })), null);
});

test("no single key acts while somebody types or has switched keys off", () => {
  for (const mode of ["typing", "off"] as const) {
    assert.equal(decide(press("KeyX", "x"), mode, LATER).kind, "none");
    assert.equal(decide(press("KeyX", "x", { alt: true }), mode, LATER).kind, "act");
  }
});

test("a key meant for the screen before is ignored, up to the limit of the guard", () => {
  assert.equal(decide(press("Digit3", "3"), "keys", GUARD_MS - 1).kind, "guarded");
  assert.equal(decide(press("Digit3", "3"), "keys", GUARD_MS).kind, "act");
  assert.equal(decide(press("Digit3", "3", { alt: true }), "keys", 0).kind, "guarded");
});

test("chords of the browser and held keys are left alone", () => {
  assert.equal(decide(press("KeyR", "r", { command: true }), "keys", LATER).kind, "none");
  assert.equal(decide(press("Enter", "Enter", { repeat: true }), "keys", LATER).kind, "none");
});

test("ticks are no text fields, notes and choices are", () => {
  assert.equal(takesText({ tagName: "INPUT", type: "checkbox" }), false);
  assert.equal(takesText({ tagName: "INPUT", type: "text" }), true);
  assert.equal(takesText({ tagName: "TEXTAREA" }), true);
  assert.equal(takesText({ tagName: "SELECT" }), true);
  assert.equal(takesText(null), false);
});

test("F asks what the person said", () => {
  assert.deepEqual(actOf(press("KeyF", "f")), { deed: "facts" });
});
