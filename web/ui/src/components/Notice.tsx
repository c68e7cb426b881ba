/** A sentence in a frame: what happened or what to know. `bad` ones are read out at once. */
import type { ComponentChildren } from "preact";

export function Notice({ tone = "plain", children }: { tone?: "plain" | "good" | "warn" | "bad"; children: ComponentChildren }) {
  return (
    <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : undefined}>
      <div>{children}</div>
    </div>
  );
}
