/** Who is signed in, what they may do and what they prefer. The server decides every right again. */
import { signal } from "@preact/signals";
import { api, ApiError } from "../api/client.ts";
import type { Me } from "../api/shapes.ts";
import { guessLanguage, type Language, setLanguage } from "../texts/language.ts";

export type Theme = "system" | "light" | "dark";
export interface Preferences {
  theme?: Theme;
  keys_on?: boolean;
  volume?: number;
  tour_hidden?: boolean;
  [name: string]: unknown;
}

/** undefined: not asked yet; null: nobody is signed in. */
export const me = signal<Me | null | undefined>(undefined);

export function may(right: string | null): boolean {
  return right === null || (me.value?.rights.includes(right) ?? false);
}

export function preferences(): Preferences {
  return (me.value?.preferences ?? {}) as Preferences;
}

export async function loadMe(): Promise<void> {
  setLanguage(guessLanguage(navigator.languages));
  try {
    take(await api.get<Me>("/session"));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    me.value = null;
  }
}

export async function signIn(login: string, password: string): Promise<void> {
  take(await api.post<Me>("/session", { login, password }));
}

export async function signOut(): Promise<void> {
  await api.remove("/session");
  location.assign("/sign-in");
}

/** Keep a preference in the account; the screen changes at once and the server is told after. */
export async function prefer(changes: Preferences): Promise<void> {
  const current = me.value;
  if (!current) return;
  take({ ...current, preferences: { ...current.preferences, ...changes } });
  await api.put<Me>("/me/preferences", { preferences: { ...current.preferences, ...changes } });
}

export async function preferLanguage(next: Language): Promise<void> {
  setLanguage(next);
  if (!me.value) return;
  me.value = { ...me.value, language: next };
  await api.put<Me>("/me/preferences", { language: next });
}

function take(next: Me): void {
  me.value = next;
  setLanguage(next.language === "zh" ? "zh" : "en");
  applyTheme(preferences().theme ?? "system");
}

const darkness = matchMedia("(prefers-color-scheme: dark)");

/** Set the colours; `system` follows the machine, also when it changes later. */
export function applyTheme(theme: Theme): void {
  const isDark = theme === "dark" || (theme === "system" && darkness.matches);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

darkness.addEventListener("change", () => applyTheme(preferences().theme ?? "system"));
