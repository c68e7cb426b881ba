/** Reading from the server into a component: value, fault, busy, again. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client.ts";

export interface Loaded<T> {
  value: T | null;
  fault: unknown;
  isBusy: boolean;
  reload: () => void;
  /** Put a newer value in place, for example one that a command answered with. */
  set: (value: T) => void;
}

/** GET a path (null: nothing yet) and again whenever it changes. The former value stays until the next is there, so nothing jumps. */
export function useLoaded<T>(path: string | null): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(path !== null);
  const [round, setRound] = useState(0);
  const latest = useRef(path);
  latest.current = path;
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    setBusy(true);
    api
      .get<T>(path, {}, stop.signal)
      .then(
        (next) => {
          setValue(next);
          setFault(null);
        },
        (error: unknown) => {
          if (!stop.signal.aborted) setFault(error);
        },
      )
      .finally(() => {
        if (!stop.signal.aborted) setBusy(false);
      });
    return () => stop.abort();
  }, [path, round]);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  return { value, fault, isBusy, reload, set: setValue };
}
