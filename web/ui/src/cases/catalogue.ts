/** The server's static lists, read once: names of dispositions, reasons and holds, and the scorecard. */
import { signal } from "@preact/signals";
import { api } from "../api/client.ts";
import type { Catalogue } from "../api/shapes.ts";
import { inLanguage } from "../texts/language.ts";
import { t } from "./texts.ts";

const catalogue = signal<Catalogue | null>(null);
let asked: Promise<void> | null = null;

/** The catalogue, null until it is there; the first reader asks for it. */
export function readCatalogue(): Catalogue | null {
  asked ??= api.get<Catalogue>("/catalogue").then(
    (found) => {
      catalogue.value = found;
    },
    () => {
      asked = null;
    },
  );
  return catalogue.value;
}

/** "Promise to pay (PR01)"; the bare code while or where there is no name. */
export function dispositionName(code: string): string {
  const found = readCatalogue()?.dispositions.find((each) => each.code === code);
  return found ? `${inLanguage(found)} (${code})` : code;
}

/** Codes and names of the kinds of hold. */
export function holdKinds(): { value: string; label: string }[] {
  return (readCatalogue()?.hold_kinds ?? []).map((kind) => ({ value: kind.code, label: inLanguage(kind) }));
}

/** Where a number or a consent came from: an import has an id of its own that says nothing to a reader. */
export function sourceText(source: string): string {
  return source.startsWith("import:") ? t("parts.from_import") : wordsOf(source);
}

/** A code as words, for codes without a text of their own: "promise_running" → "promise running". */
export function wordsOf(code: string): string {
  return code.replaceAll("_", " ");
}
