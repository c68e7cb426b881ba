/** The language of the screen: one signal, a typed `t()` for each folder's texts, and `Intl` for everything with figures. */
import { signal } from "@preact/signals";

export type Language = "en" | "zh";
export type Values = Record<string, string | number>;

export const language = signal<Language>("en");

/** The BCP 47 tag that `Intl` and `<html lang>` take. */
export function localeTag(): string {
  return language.value === "zh" ? "zh-CN" : "en-US";
}

/** Pick a language for a visitor whose preference is not known. */
export function guessLanguage(tags: readonly string[]): Language {
  return tags[0]?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function setLanguage(next: Language): void {
  language.value = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

/** Text that comes from the server in both languages. */
export function inLanguage(text: { en: string; zh: string }): string {
  return language.value === "zh" ? text.zh : text.en;
}

const PLURAL = /\{(\w+), plural, ((?:\w+ \{[^{}]*\}\s*)+)\}/g;
const BRANCH = /(\w+) \{([^{}]*)\}/g;

/** Fill a message. `{name}` takes a value; `{n, plural, one {# call} other {# calls}}` chooses by the language's rule. */
export function fill(message: string, values: Values, tag: string): string {
  const chosen = message.replace(PLURAL, (_whole, name: string, branches: string) => {
    const amount = Number(values[name] ?? 0);
    const wanted = new Intl.PluralRules(tag).select(amount);
    const texts = new Map([...branches.matchAll(BRANCH)].map((match) => [match[1], match[2] ?? ""]));
    const text = texts.get(wanted) ?? texts.get("other") ?? "";
    return text.replaceAll("#", new Intl.NumberFormat(tag).format(amount));
  });
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(tag).format(value) : value;
  });
}

export interface Speaker<Key extends string> {
  /** The text of a key in the current language. */
  (key: Key, values?: Values): string;
  /** The text of a key made at run time (a state, a code), or the fallback when there is none. */
  coded(key: string, fallback: string, values?: Values): string;
}

/** Make the `t()` of a folder from its pair of texts; `zh` must have exactly the keys of `en`. */
export function speaker<T extends Record<string, string>>(en: T, zh: Record<keyof T, string>): Speaker<keyof T & string> {
  const table = (): Record<string, string> => (language.value === "zh" ? zh : en);
  const t = (key: string, values: Values = {}): string => fill(table()[key] ?? key, values, localeTag());
  const coded = (key: string, fallback: string, values: Values = {}): string => {
    const text = table()[key];
    return text === undefined ? fallback : fill(text, values, localeTag());
  };
  return Object.assign(t, { coded });
}
