/** The note. It is kept at the server while it is typed. */
import { kept } from "./drafts.ts";
import { call, changeDraft, draft } from "./panel.ts";
import { t } from "../texts/texts.ts";

export function Note() {
  const isOpen = call.value !== null;
  return (
    <section class="card note" aria-labelledby="note-title">
      <div class="row spread">
        <h2 id="note-title">
          {t("agent.note")} <kbd aria-hidden="true">N</kbd>
        </h2>
        <span class="small quiet">{isOpen ? t(`agent.draft.${kept.value}`) : ""}</span>
      </div>
      <textarea
        class="input"
        rows={5}
        aria-labelledby="note-title"
        maxLength={4000}
        disabled={!isOpen}
        value={draft.value?.note ?? ""}
        onInput={(event) => changeDraft({ note: event.currentTarget.value }, "typed")}
      />
    </section>
  );
}
