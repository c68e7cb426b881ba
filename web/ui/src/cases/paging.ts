/** Lists that come in pages: the first by a path, more by the server's own `next`. A new path starts anew. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api, withQuery } from "../api/client.ts";

interface Page<Row> {
  rows: Row[];
  next: string | number | null;
  total?: number;
}

export interface Pages<Row> {
  rows: Row[];
  total: number | null;
  hasMore: boolean;
  isBusy: boolean;
  fault: unknown;
  more: () => void;
  reload: () => void;
}

type Query = Record<string, string | number | boolean | null | undefined>;

/** Read a list; the former rows stay until the next ones are there, so nothing jumps. */
export function usePages<Row>(path: string, query: Query = {}): Pages<Row> {
  const address = withQuery(path, query);
  const [found, setFound] = useState<Page<Row>>({ rows: [], next: null });
  const [fault, setFault] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(true);
  const [round, setRound] = useState(0);
  const running = useRef<AbortController | null>(null);

  const load = (after: string | number | null): void => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    setBusy(true);
    api.get<Page<Row>>(path, { ...query, after }, stop.signal).then(
      (page) => {
        setFound((former) => (after === null ? page : { ...page, rows: [...former.rows, ...page.rows] }));
        setFault(null);
        setBusy(false);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setFault(error);
        setBusy(false);
      },
    );
  };

  useEffect(() => {
    load(null);
    return () => running.current?.abort();
  }, [address, round]);

  return {
    rows: found.rows,
    total: found.total ?? null,
    hasMore: found.next !== null,
    isBusy,
    fault,
    more: () => load(found.next),
    reload: () => setRound((count) => count + 1),
  };
}
