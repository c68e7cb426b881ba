/** The edited campaign: what the server has, what was changed on top of it, and what became of saving. */
import { useState } from "preact/hooks";
import { api, ApiError } from "../api/client.ts";
import { type Loaded, useLoaded } from "../components/loading.ts";
import { toast, toastFault } from "../components/Toasts.tsx";
import type { Campaign } from "./shapes.ts";
import { t } from "./texts.ts";

/** Fields that may be changed; teams are sent as ids. */
const EDITABLE = [
  "name", "mode", "tone", "script", "caller_id", "sms_sender", "ring_timeout_s", "wrap_up_s", "ceiling_share", "ceiling_kind", "day_ceiling_share",
  "half_hour_ceiling_share",
  "detect_machine", "record_calls", "windows", "ladder", "sms", "abandoned_message", "teams",
] as const;
export type Editable = Pick<Campaign, (typeof EDITABLE)[number]>;

/** Somebody else saved a newer version meanwhile, and these of our fields they changed too. */
export interface Clash {
  version: number;
  by: string;
  at: string;
  fields: string[];
}

export interface Form {
  loaded: Loaded<Campaign>;
  /** The campaign as it would be saved; null until it is loaded. */
  value: Campaign | null;
  changed: string[];
  clash: Clash | null;
  /** What the server refused, by the name of the field. */
  faults: Record<string, string>;
  isBusy: boolean;
  set: (changes: Partial<Editable>) => void;
  discard: () => void;
  save: () => void;
}

export function useForm(id: string): Form {
  const loaded = useLoaded<Campaign>(`/campaigns/${id}`);
  const [changes, setChanges] = useState<Partial<Editable>>({});
  const [clash, setClash] = useState<Clash | null>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);
  const saved = loaded.value;

  const set = (more: Partial<Editable>): void => {
    if (!saved) return;
    setChanges((former) => onlyChanged(saved, { ...former, ...more }));
    setFaults({});
  };
  const discard = (): void => {
    setChanges({});
    setClash(null);
    setFaults({});
  };
  const save = async (): Promise<void> => {
    if (!saved) return;
    setBusy(true);
    try {
      loaded.set(await api.put<Campaign>(`/campaigns/${id}`, bodyOf(saved.version, changes)));
      discard();
      toast(t("form.saved"), { tone: "good" });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409) throw error;
      const newer = await api.get<Campaign>(`/campaigns/${id}`);
      if (newer.version === saved.version) throw error;
      setClash({ version: newer.version, by: newer.changed_by, at: newer.changed_at, fields: changedByBoth(saved, newer, changes) });
      loaded.set(newer);
    } finally {
      setBusy(false);
    }
  };
  const refuse = (error: unknown): void => {
    if (error instanceof ApiError) setFaults(Object.fromEntries(Object.entries(error.details).map(([field, text]) => [field, String(text)])));
    toastFault(error);
  };
  return {
    loaded,
    value: saved ? { ...saved, ...changes } : null,
    changed: Object.keys(changes),
    clash,
    faults,
    isBusy,
    set,
    discard,
    save: () => void save().catch(refuse),
  };
}

/** Changes that differ from what is saved. */
export function onlyChanged(saved: Campaign, changes: Partial<Editable>): Partial<Editable> {
  const pairs = Object.entries(changes).filter(([field, value]) => !isSame(saved[field as keyof Campaign], value));
  return Object.fromEntries(pairs) as Partial<Editable>;
}

function changedByBoth(before: Campaign, after: Campaign, changes: Partial<Editable>): string[] {
  return EDITABLE.filter((field) => field in changes && !isSame(before[field], after[field]));
}

function bodyOf(version: number, { teams, ...changes }: Partial<Editable>): Record<string, unknown> {
  return { version, ...changes, ...(teams ? { teams: teams.map((team) => team.id) } : {}) };
}

/** Equal as JSON, whatever the order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, inOrder(inner)]));
}
