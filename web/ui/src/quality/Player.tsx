/** The player: two channels as two waves by the server's peaks, keys J K L , . space and digits, 0.8 to 3 times speed. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Select } from "../components/Field.tsx";
import { Notice } from "../components/Notice.tsx";
import { preferences } from "../shell/session.ts";
import { formatNumber } from "../texts/formats.ts";
import type { Comment, Recording } from "./shapes.ts";
import { t } from "./texts.ts";
import { motionOf, type Motion, nextSpeed, SPEEDS, timeText } from "./transport.ts";
import type { Wave } from "./wave.ts";

export interface PlayerHandle {
  seek: (ms: number) => void;
  positionMs: () => number;
}

interface Props {
  recording: Recording;
  comments: readonly Comment[];
  handle: { current: PlayerHandle | null };
  /** A comment is to be pinned at a time or a range. */
  onPin: (startMs: number, endMs: number | null) => void;
  onKeys: () => void;
}

export function Player({ recording, comments, handle, onPin, onKeys }: Props) {
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [isFailed, setFailed] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [markedIn, setIn] = useState<number | null>(null);
  const length = recording.duration_ms;

  const seek = (ms: number): void => {
    if (!audio.current) return;
    const to = Math.min(length, Math.max(0, ms));
    audio.current.currentTime = to / 1000;
    setAt(to);
  };
  const position = (): number => Math.round((audio.current?.currentTime ?? 0) * 1000);
  const changeSpeed = (next: number): void => {
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  const toggle = (): void => {
    if (audio.current?.paused) void audio.current.play().catch(() => setFailed(true));
    else audio.current?.pause();
  };
  handle.current = { seek, positionMs: position };

  const act = (motion: Motion): void => {
    switch (motion.kind) {
      case "toggle":
        return toggle();
      case "seek":
        return seek(position() + motion.by_s * 1000);
      case "jump":
        return seek(length * motion.share);
      case "faster":
        return changeSpeed(nextSpeed(speed, 1));
      case "slower":
        return changeSpeed(nextSpeed(speed, -1));
      case "comment":
        return onPin(position(), null);
      case "mark":
        if (motion.end === "in") return setIn(position());
        onPin(Math.min(markedIn ?? 0, position()), Math.max(markedIn ?? 0, position()));
        return setIn(null);
      case "keys":
        return onKeys();
    }
  };
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || preferences().keys_on === false || isTyping(event)) return;
      const motion = motionOf(event.code, event.key);
      if (!motion || (motion.kind === "toggle" && event.code === "Space" && event.target instanceof HTMLButtonElement)) return;
      event.preventDefault();
      latest.current(motion);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  return (
    <section class="card stack player" aria-label={t("player.title")}>
      <audio
        ref={audio}
        src={recording.url}
        preload="metadata"
        onTimeUpdate={() => setAt(position())}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={() => setFailed(true)}
      />
      {isFailed ? <Notice tone="bad">{t("player.failed")}</Notice> : null}
      <Waves recording={recording} comments={comments} audio={audio} />
      <input
        type="range"
        class="player-position"
        aria-label={t("player.position")}
        aria-valuetext={t("player.at", { at: timeText(at), length: timeText(length) })}
        min={0}
        max={length}
        step={1000}
        value={at}
        onInput={(event) => seek(event.currentTarget.valueAsNumber)}
      />
      <div class="row spread">
        <div class="row">
          <Button keyHint="J" label={t("player.back")} onClick={() => act({ kind: "seek", by_s: -5 })}>
            −5 s
          </Button>
          <Button kind="primary" keyHint="K" onClick={toggle}>
            {t(isPlaying ? "player.pause" : "player.play")}
          </Button>
          <Button keyHint="L" label={t("player.forward")} onClick={() => act({ kind: "seek", by_s: 5 })}>
            +5 s
          </Button>
          <span class="figures player-time">
            {timeText(at, true)} / {timeText(length)}
          </span>
          {markedIn === null ? null : <span class="small">{t("player.marked_in", { at: timeText(markedIn, true) })}</span>}
        </div>
        <div class="row">
          <Select
            label={t("player.speed")}
            value={String(speed)}
            options={SPEEDS.map((each) => ({ value: String(each), label: `${formatNumber(each)}×` }))}
            onChange={(next) => changeSpeed(Number(next))}
          />
          <Button keyHint="C" onClick={() => onPin(position(), null)}>
            {t("player.comment")}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** The waves, drawn by a library that is loaded when a recording is there. The list of comments is their accessible twin. */
function Waves({ recording, comments, audio }: { recording: Recording; comments: readonly Comment[]; audio: { current: HTMLAudioElement | null } }) {
  const box = useRef<HTMLDivElement>(null);
  const [wave, setWave] = useState<Wave | null>(null);
  useEffect(() => {
    let made: Wave | null = null;
    let isGone = false;
    const draw = async (): Promise<void> => {
      const { drawWave } = await import("./wave.ts");
      if (isGone || !box.current || !audio.current) return;
      made?.destroy();
      made = drawWave(box.current, audio.current, recording);
      setWave(made);
    };
    void draw();
    const themes = new MutationObserver(() => made?.recolour());
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      isGone = true;
      themes.disconnect();
      made?.destroy();
    };
  }, [recording.id]);
  useEffect(() => wave?.showComments(comments), [wave, comments]);
  return (
    <div class="waves">
      <div class="wave-names small quiet" aria-hidden="true">
        <span>{t("player.agent")}</span>
        <span>{t("player.consumer")}</span>
      </div>
      <div class="wave-box" ref={box} aria-hidden="true" />
    </div>
  );
}

/** Whether the key goes into a field; the range is moved by arrows only, so that letters and digits stay ours there. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (document.querySelector("dialog[open]")) return true;
  if (target instanceof HTMLInputElement) return target.type !== "range" && target.type !== "radio" && target.type !== "checkbox";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
