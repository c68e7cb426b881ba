/** Starting and stopping a campaign. Each move says what it does to the lines in flight; starting checks first. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Fault, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { toast } from "../components/Toasts.tsx";
import { CheckResult } from "./CheckResult.tsx";
import type { CampaignState, Check, Move, Moved } from "./shapes.ts";
import { t } from "./texts.ts";

const MOVES: Record<CampaignState, readonly Move[]> = {
  draft: ["start"],
  running: ["drain", "pause", "halt"],
  draining: ["start", "pause", "halt"],
  paused: ["start", "halt"],
  halted: ["start"],
};

interface Movable {
  id: string;
  name: string;
  state: CampaignState;
  lines?: number;
}

interface Props {
  campaign: Movable;
  /** Why starting is not possible yet, for example unsaved changes. */
  startBarredBy?: string | null;
  onMoved: () => void;
}

export function MoveButtons({ campaign, startBarredBy, onMoved }: Props) {
  const [asked, setAsked] = useState<Move | null>(null);
  return (
    <span class="row moves">
      {MOVES[campaign.state].map((move) => (
        <Button
          key={move}
          kind={move === "halt" ? "danger" : undefined}
          label={t("move.of", { move: t(`move.${move}`), name: campaign.name })}
          disabled={move === "start" && Boolean(startBarredBy)}
          title={move === "start" ? (startBarredBy ?? undefined) : undefined}
          onClick={() => setAsked(move)}
        >
          {t(`move.${move}`)}
        </Button>
      ))}
      {asked ? <MoveDialog campaign={campaign} move={asked} onMoved={onMoved} onClose={() => setAsked(null)} /> : null}
    </span>
  );
}

interface DialogProps {
  campaign: Movable;
  move: Move;
  onMoved: () => void;
  onClose: () => void;
}

function MoveDialog({ campaign, move, onMoved, onClose }: DialogProps) {
  const [check, setCheck] = useState<Check | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const { isBusy, run } = useCommand();
  useEffect(() => {
    if (move === "start") api.post<Check>(`/campaigns/${campaign.id}/check`).then(setCheck, setFault);
  }, []);
  const act = (): void =>
    run(async () => {
      const moved = await api.post<Moved>(`/campaigns/${campaign.id}/${move}`);
      toast(t(`moved.${move}`, { name: campaign.name, n: moved.lines_in_flight }), { tone: "good" });
      onMoved();
      onClose();
    });
  return (
    <Dialog
      title={t("move.of", { move: t(`move.${move}`), name: campaign.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("move.cancel")}</Button>
          <Button kind={move === "halt" ? "danger" : "primary"} disabled={isBusy || (move === "start" && !check?.ok)} onClick={act}>
            {t(`move.${move}`)}
          </Button>
        </>
      }
    >
      <p>{t(`move_text.${move}`, { n: campaign.lines ?? 0 })}</p>
      {move === "start" ? (
        <div class="start-check" role="status">
          <Fault fault={fault} />
          {check ? <CheckResult check={check} /> : fault ? null : <p class="quiet">{t("check.running")}</p>}
        </div>
      ) : null}
    </Dialog>
  );
}
