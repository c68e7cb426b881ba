/** Judging one recorded call: listen, pin comments, fill in the scorecard, correct the outcome with a trail. */
import { useRef, useState } from "preact/hooks";
import { Block, CopyButton, Fact, Fault } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { KeySheet } from "../components/KeySheet.tsx";
import { useLoaded } from "../components/loading.ts";
import { Notice } from "../components/Notice.tsx";
import type { PageProps } from "../routes.tsx";
import { wordsOf } from "../cases/catalogue.ts";
import { Comments } from "./Comments.tsx";
import { Dispositions } from "./Dispositions.tsx";
import { Player, type PlayerHandle } from "./Player.tsx";
import "./quality.css";
import { Scorecard } from "./Scorecard.tsx";
import type { Comment, ReviewedCall } from "./shapes.ts";
import { t } from "./texts.ts";

export function ReviewPage({ params }: PageProps) {
  const id = params["id"] ?? "";
  const loaded = useLoaded<ReviewedCall>(`/reviews/calls/${id}`);
  const player = useRef<PlayerHandle | null>(null);
  const [pinned, setPinned] = useState<{ start_ms: number; end_ms: number | null } | null>(null);
  const [hasKeys, setKeys] = useState(false);
  const call = loaded.value;
  if (!call) {
    return (
      <div class="page">
        <Fault fault={loaded.fault} onRetry={loaded.reload} />
        {loaded.fault ? null : <p class="quiet">{t("review.loading")}</p>}
      </div>
    );
  }
  const setComments = (comments: Comment[]): void => loaded.set({ ...call, comments });
  return (
    <div class="page">
      <div class="title">
        <div class="row">
          <a href="/quality">{t("quality.title")}</a>
          <span aria-hidden="true">/</span>
          <h1>{call.person_name}</h1>
          <a href={`/cases/${call.attempt.case_id}`}>{call.attempt.case_number}</a>
        </div>
        <Button keyHint="?" onClick={() => setKeys(true)}>
          {t("review.keys")}
        </Button>
      </div>
      <dl class="card head-facts">
        {(
          [
            [t("quality.agent"), call.agent],
            [t("quality.campaign"), call.campaign ?? "–"],
            [t("quality.at"), <LocalTime at={call.attempt.bridged_at ?? call.attempt.reserved_at} />],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt class="quiet small">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {call.recording ? (
        <Player
          recording={call.recording}
          comments={call.comments}
          handle={player}
          onPin={(start_ms, end_ms) => setPinned({ start_ms, end_ms })}
          onKeys={() => setKeys(true)}
        />
      ) : (
        <Notice>{t("review.no_recording")}</Notice>
      )}
      <div class="review-page">
        <div class="stack">
          <Comments
            attemptId={id}
            comments={call.comments}
            pinned={pinned}
            durationMs={call.recording?.duration_ms ?? null}
            onSeek={(ms) => player.current?.seek(ms)}
            now={() => player.current?.positionMs() ?? 0}
            onChange={setComments}
          />
          <Dispositions attemptId={id} entries={call.dispositions} onChange={(dispositions) => loaded.set({ ...call, dispositions })} />
          <Basis call={call} />
        </div>
        <Scorecard attemptId={id} review={call.review} />
      </div>
      {hasKeys ? <KeySheet lines={keyLines()} onClose={() => setKeys(false)} /> : null}
    </div>
  );
}

/** What the agent was to say, and why the call was allowed. */
function Basis({ call }: { call: ReviewedCall }) {
  return (
    <Block title={t("review.basis")} aside={<CopyButton text={call.verdict_text} label={t("review.copy")} />}>
      <p class="wrapped">{call.verdict_text}</p>
      <details>
        <summary>{t("review.script")}</summary>
        <dl class="facts small">
          {Object.entries(call.script).map(([part, text]) => (
            <Fact key={part} name={t.coded(`script.${part}`, wordsOf(part))}>
              {plainText(text)}
            </Fact>
          ))}
        </dl>
      </details>
    </Block>
  );
}

/** A part of the script's document as text, lists and texts by language included. */
function plainText(part: unknown): string {
  if (Array.isArray(part)) return part.map(plainText).join(" · ");
  if (part !== null && typeof part === "object") return Object.values(part).map(plainText).join(" · ");
  return String(part ?? "");
}

function keyLines() {
  return [
    { keys: "Space / K", text: t("keys.toggle") },
    { keys: "J / L", text: t("keys.seek") },
    { keys: ", / .", text: t("keys.second") },
    { keys: "0–9", text: t("keys.jump") },
    { keys: "[ / ]", text: t("keys.speed") },
    { keys: "C", text: t("keys.comment") },
    { keys: "I / O", text: t("keys.range") },
  ];
}
