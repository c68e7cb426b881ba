/** An import while it is applied and after: progress, counts, rejected rows to download, undo while no case was contacted. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { hear } from "../api/live.ts";
import { Block, Fault, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { useLoaded } from "../components/loading.ts";
import { Notice } from "../components/Notice.tsx";
import { toast } from "../components/Toasts.tsx";
import { CountTiles } from "./CountTiles.tsx";
import { BatchBadge } from "./PastImports.tsx";
import type { Batch } from "./shapes.ts";
import { t } from "./texts.ts";

const POLL_MS = 2_000;

interface Props {
  batchId: string;
  onChanged: () => void;
  onAgain: () => void;
}

export function ResultStep({ batchId, onChanged, onAgain }: Props) {
  const loaded = useLoaded<Batch>(`/imports/${batchId}`);
  const [isUndoing, setUndoing] = useState(false);
  const batch = loaded.value;
  const isRunning = batch !== null && (batch.state === "applying" || batch.state === "staged");
  useEffect(() => hear<Batch>("import", (next) => next.id === batchId && loaded.set(next)), [batchId]);
  // The socket tells the progress; asking is for the time it is down.
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(loaded.reload, POLL_MS);
    return () => clearInterval(timer);
  }, [isRunning, loaded.reload]);
  if (!batch) {
    return (
      <Block title={t("step.result")}>
        <Fault fault={loaded.fault} onRetry={loaded.reload} />
        {loaded.fault ? null : <p class="quiet">{t("result.loading")}</p>}
      </Block>
    );
  }
  return (
    <Block title={t("result.of", { name: batch.file_name })} aside={<BatchBadge state={batch.state} />}>
      <div class="result-slot stack">
        <Progress batch={batch} />
        {batch.problem ? <Notice tone="bad">{batch.problem}</Notice> : null}
        {batch.counts ? <CountTiles counts={batch.counts} rows={batch.rows_read} /> : null}
      </div>
      <div class="row">
        {batch.counts && batch.counts.rejected > 0 ? (
          <a class="button" href={`/api/v1/imports/${batch.id}/rejected.csv`} download>
            {t("result.rejected", { n: batch.counts.rejected })}
          </a>
        ) : null}
        {batch.state === "applied" ? (
          <>
            <Button href="/cases">{t("result.see_cases")}</Button>
            <Button onClick={() => setUndoing(true)}>{t("result.undo")}</Button>
          </>
        ) : null}
        <Button onClick={onAgain}>{t("result.again")}</Button>
      </div>
      {isUndoing ? (
        <UndoDialog
          batch={batch}
          onClose={() => setUndoing(false)}
          onDone={() => {
            loaded.reload();
            onChanged();
          }}
        />
      ) : null}
    </Block>
  );
}

function Progress({ batch }: { batch: Batch }) {
  return (
    <div class="stack progress">
      <progress aria-label={t("result.progress")} max={Math.max(1, batch.rows_read)} value={batch.rows_done} />
      <span class="figures">{t("result.rows", { done: batch.rows_done, rows: batch.rows_read })}</span>
    </div>
  );
}

function UndoDialog({ batch, onClose, onDone }: { batch: Batch; onClose: () => void; onDone: () => void }) {
  const { isBusy, run } = useCommand();
  const undo = (): void =>
    run(async () => {
      await api.post(`/imports/${batch.id}/undo`);
      toast(t("result.undone"), { tone: "good" });
      onDone();
      onClose();
    });
  return (
    <Dialog
      title={t("result.undo")}
      onClose={onClose}
      footer={
        <Button kind="danger" disabled={isBusy} onClick={undo}>
          {t("result.undo")}
        </Button>
      }
    >
      <p>{t("result.undo_text", { name: batch.file_name })}</p>
    </Dialog>
  );
}
