/** Adding a note to a case; it appears in the timeline. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Button } from "../components/Button.tsx";
import { TextArea } from "../components/Field.tsx";
import { toast } from "../components/Toasts.tsx";
import { useCommand } from "./parts.tsx";
import { t } from "./texts.ts";

export function Notes({ caseId, onAdded }: { caseId: string; onAdded: () => void }) {
  const [text, setText] = useState("");
  const { isBusy, run } = useCommand();
  const add = (): void =>
    run(async () => {
      await api.post(`/cases/${caseId}/notes`, { text: text.trim() });
      setText("");
      toast(t("notes.added"), { tone: "good" });
      onAdded();
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextArea label={t("notes.label")} rows={2} value={text} onInput={setText} />
      <div>
        <Button type="submit" disabled={isBusy || text.trim() === ""}>
          {t("notes.add")}
        </Button>
      </div>
    </form>
  );
}
