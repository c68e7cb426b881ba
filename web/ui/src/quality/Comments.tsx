/** Comments pinned to a time or a range of the recording. The list is the accessible twin of the waves: each time is a button that plays there. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Block, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Field, TextArea } from "../components/Field.tsx";
import type { Comment } from "./shapes.ts";
import { t } from "./texts.ts";
import { timeOf, timeText } from "./transport.ts";

interface Props {
  attemptId: string;
  comments: readonly Comment[];
  pinned: { start_ms: number; end_ms: number | null } | null;
  durationMs: number | null;
  onSeek: (ms: number) => void;
  now: () => number;
  onChange: (comments: Comment[]) => void;
}

export function Comments({ attemptId, comments, pinned, durationMs, onSeek, now, onChange }: Props) {
  const [start, setStart] = useState("0:00.0");
  const [end, setEnd] = useState("");
  const [text, setText] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const { isBusy, run } = useCommand();
  useEffect(() => {
    if (!pinned) return;
    setStart(timeText(pinned.start_ms, true));
    setEnd(pinned.end_ms === null ? "" : timeText(pinned.end_ms, true));
    area.current?.focus();
  }, [pinned]);
  const startMs = timeOf(start);
  const endMs = end.trim() === "" ? null : timeOf(end);
  const startFault = startMs === null || (durationMs !== null && startMs > durationMs) ? t("comments.no_time") : null;
  const endFault = end.trim() !== "" && (endMs === null || (startMs !== null && endMs < startMs)) ? t("comments.no_end") : null;
  const add = (): void =>
    run(async () => {
      const made = await api.post<Comment>(`/reviews/${attemptId}/comments`, { start_ms: startMs, end_ms: endMs, text: text.trim() });
      onChange([...comments, made].sort((one, other) => one.start_ms - other.start_ms));
      setText("");
      setEnd("");
    });
  const remove = (comment: Comment): void =>
    run(async () => {
      await api.remove(`/reviews/${attemptId}/comments/${comment.id}`);
      onChange(comments.filter((each) => each.id !== comment.id));
    });
  return (
    <Block title={t("comments.title")}>
      <ol class="stack comments">
        {comments.map((comment) => (
          <li key={comment.id} class="row">
            <Button label={t("comments.play", { at: spanText(comment) })} onClick={() => onSeek(comment.start_ms)}>
              <span class="figures">{spanText(comment)}</span>
            </Button>
            <span class="comment-text">{comment.text}</span>
            <span class="quiet small">{comment.reviewer}</span>
            {comment.mine ? (
              <Button kind="plain" disabled={isBusy} label={t("comments.remove", { at: spanText(comment) })} onClick={() => remove(comment)}>
                ✕
              </Button>
            ) : null}
          </li>
        ))}
        {comments.length === 0 ? <li class="quiet">{t("comments.none")}</li> : null}
      </ol>
      <form
        class="stack"
        aria-label={t("comments.new")}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <div class="row comment-times">
          <Field label={t("comments.start")} value={start} onInput={setStart} fault={startFault} holdsFault />
          <Field label={t("comments.end")} hint={t("comments.end_hint")} value={end} onInput={setEnd} fault={endFault} holdsFault />
          <Button onClick={() => setStart(timeText(now(), true))}>{t("comments.here")}</Button>
        </div>
        <TextArea label={t("comments.text")} rows={2} value={text} onInput={setText} areaRef={area} />
        <div>
          <Button type="submit" disabled={isBusy || text.trim() === "" || startFault !== null || endFault !== null}>
            {t("comments.add")}
          </Button>
        </div>
      </form>
    </Block>
  );
}

function spanText(comment: Comment): string {
  return comment.end_ms === null ? timeText(comment.start_ms) : `${timeText(comment.start_ms)}–${timeText(comment.end_ms)}`;
}
