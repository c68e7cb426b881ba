/** The floor as it is now: totals, campaigns against their ceilings, agents; each figure says when it is old. */
import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { Agents } from "./Agents.tsx";
import { age, type Freshness, freshness } from "./age.ts";
import { isOvertaken, now } from "../api/clock.ts";
import { hear } from "../api/live.ts";
import type { FloorCampaign, FloorView } from "../api/shapes.ts";
import { api } from "../api/client.ts";
import { Badge, type Tone } from "../components/Badge.tsx";
import { Notice } from "../components/Notice.tsx";
import { faultSentence } from "../components/Toasts.tsx";
import type { PageProps } from "../routes.tsx";
import { formatNumber, formatShare } from "../texts/formats.ts";
import { t } from "../texts/texts.ts";
import "../styles/floor.css";

const floor = signal<FloorView | null>(null);
const fault = signal<unknown>(null);

function take(next: FloorView): void {
  if (!floor.value || !isOvertaken(next.at, floor.value.at)) floor.value = next;
  fault.value = null;
}

export function FloorPage(_props: PageProps) {
  useEffect(() => {
    const stop = hear<FloorView>("floor", take);
    void api.get<FloorView>("/floor").then(take, (error: unknown) => {
      fault.value = error;
    });
    return stop;
  }, []);
  const view = floor.value;
  const old = view ? age(view.at, now.value) : 0;
  return (
    <div class="page">
      <div class="title">
        <h1>{t("nav.floor")}</h1>
        <Age seconds={old} hasView={view !== null} />
      </div>
      {fault.value ? <Notice tone="bad">{faultSentence(fault.value)}</Notice> : null}
      <Totals view={view} look={freshness(old)} />
      <section class="stack" aria-labelledby="floor-campaigns">
        <h2 id="floor-campaigns">{t("nav.campaigns")}</h2>
        <ul class={`strip ${freshness(old)}`}>
          {view?.campaigns.map((campaign) => <Campaign key={campaign.id} campaign={campaign} />)}
          {view?.campaigns.length === 0 ? <li class="quiet">{t("floor.no_campaigns")}</li> : null}
        </ul>
      </section>
      <section class="stack" aria-labelledby="floor-agents">
        <h2 id="floor-agents">{t("floor.agents")}</h2>
        <Agents agents={view?.agents ?? []} isBusy={view === null} />
      </section>
    </div>
  );
}

function Age({ seconds, hasView }: { seconds: number; hasView: boolean }) {
  if (!hasView) return <span class="quiet">{t("shell.loading")}</span>;
  const look = freshness(seconds);
  const tone: Tone = { fresh: "good", aging: "warn", stale: "bad" }[look] as Tone;
  return <Badge tone={tone}>{look === "fresh" ? t("floor.live") : t("floor.old", { n: seconds })}</Badge>;
}

const TILES = ["ready", "talking", "wrapping_up", "break", "lines", "answered", "abandoned", "contacts", "promises"] as const;

function Totals({ view, look }: { view: FloorView | null; look: Freshness }) {
  return (
    <dl class={`tiles ${look}`}>
      {TILES.map((tile) => (
        <div key={tile} class="tile">
          <dt>{t(`floor.tile.${tile}`)}</dt>
          <dd>{view ? formatNumber(view.totals[tile]) : "–"}</dd>
        </div>
      ))}
      <div class="tile">
        <dt>{t("floor.tile.talk_share")}</dt>
        <dd>{view ? formatShare(view.totals.talk_share, 0) : "–"}</dd>
      </div>
    </dl>
  );
}

function Campaign({ campaign }: { campaign: FloorCampaign }) {
  const used = campaign.ceiling_share > 0 ? campaign.abandoned_share / campaign.ceiling_share : 0;
  const tone = used > 1 ? "bad" : used > 0.8 ? "warn" : "";
  return (
    <li class="card">
      <div class="row spread">
        <strong>{campaign.name}</strong>
        <Badge tone={campaign.state === "running" ? "good" : "plain"}>{t.coded(`campaign_state.${campaign.state}`, campaign.state)}</Badge>
      </div>
      <p class="small quiet">
        {t.coded(`mode.${campaign.mode}`, campaign.mode)} · {t("floor.lines", { lines: campaign.lines, ringing: campaign.ringing })} ·{" "}
        {t("floor.waiting", { n: campaign.waiting })}
      </p>
      <p class="small">
        {t("floor.abandoned", {
          share: formatShare(campaign.abandoned_share, 2),
          ceiling: formatShare(campaign.ceiling_share, 2),
          count: campaign.abandoned_today,
          answered: campaign.answered_today,
        })}
      </p>
      <div class={`meter ${tone}`} aria-hidden="true">
        <span style={{ width: `${Math.min(100, used * 100)}%` }} />
      </div>
    </li>
  );
}
