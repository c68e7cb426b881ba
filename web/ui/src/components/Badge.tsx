/** A word with a sign, never colour alone. */
import type { ComponentChildren } from "preact";

export type Tone = "plain" | "good" | "warn" | "bad" | "note" | "accent";

const SIGNS: Record<Tone, string> = { plain: "○", good: "✓", warn: "!", bad: "✕", note: "◆", accent: "●" };

export function Badge({ tone = "plain", sign, children, title }: { tone?: Tone; sign?: string; children: ComponentChildren; title?: string }) {
  return (
    <span class={`badge ${tone}`} title={title}>
      <span aria-hidden="true">{sign ?? SIGNS[tone]}</span>
      {children}
    </span>
  );
}
