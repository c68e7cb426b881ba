/** Editing creditors' terms: a draft for each creditor until it is saved or thrown away, so that looking at another loses nothing. */
import { useState } from "preact/hooks";
import { api, ApiError } from "../api/client.ts";
import { useCommand } from "../cases/parts.tsx";
import type { Loaded } from "../components/loading.ts";
import { toast } from "../components/Toasts.tsx";
import { may } from "../shell/session.ts";
import type { Creditor, Terms } from "./shapes.ts";
import { NO_TERMS, termsText } from "./terms.ts";
import { t } from "./texts.ts";

export interface Editing {
  creditor: Creditor | null;
  /** As they stand on the page, saved or not. */
  terms: Terms;
  mayEdit: boolean;
  isChanged: boolean;
  isBusy: boolean;
  /** Somebody else saved meanwhile; saving now replaces that. */
  isStale: boolean;
  /** What the server did not take, by the name of the part. */
  faults: Record<string, string>;
  set: (changes: Partial<Terms>) => void;
  save: () => void;
  discard: () => void;
}

export function useTerms(loaded: Loaded<{ rows: Creditor[] }>, id: string): Editing {
  const [drafts, setDrafts] = useState<Record<string, Terms>>({});
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [isStale, setStale] = useState(false);
  const { isBusy, run } = useCommand();
  const rows = loaded.value?.rows ?? [];
  const creditor = rows.find((each) => each.id === id) ?? null;
  const stored = creditor?.terms ?? NO_TERMS;
  const terms = drafts[id] ?? stored;
  const drop = (): void => {
    setDrafts(({ [id]: _dropped, ...rest }) => rest);
    setFaults({});
    setStale(false);
  };
  const send = async (): Promise<void> => {
    if (!creditor) return;
    try {
      const saved = await api.put<Creditor>(`/creditors/${id}/terms`, { version: creditor.version, terms });
      loaded.set({ rows: rows.map((each) => (each.id === id ? saved : each)) });
      drop();
      toast(t("terms.saved", { name: saved.name }), { tone: "good" });
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        setStale(true);
        loaded.reload();
      }
      if (error instanceof ApiError && error.status === 422) setFaults(Object.fromEntries(Object.keys(error.details).map((name) => [name, error.sentence])));
      throw error;
    }
  };
  return {
    creditor,
    terms,
    mayEdit: may("run_campaigns"),
    isChanged: creditor !== null && termsText(terms) !== termsText(stored),
    isBusy,
    isStale,
    faults,
    set: (changes) => {
      setDrafts((all) => ({ ...all, [id]: { ...terms, ...changes } }));
      setFaults({});
    },
    save: () => run(send),
    discard: drop,
  };
}
