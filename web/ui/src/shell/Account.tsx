/** One's own account: set a password, so that no link is needed next time. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field } from "../components/Field.tsx";
import { faultSentence, toast } from "../components/Toasts.tsx";
import { t } from "../texts/texts.ts";

const SHORTEST = 12;

export function Account({ onClose }: { onClose: () => void }) {
  const [before, setBefore] = useState("");
  const [next, setNext] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (next.length < SHORTEST) {
      setFault(t("account.short"));
      return;
    }
    try {
      await api.post("/session/password", { new_password: next, ...(before === "" ? {} : { old_password: before }) });
      toast(t("account.saved"), { tone: "good" });
      onClose();
    } catch (error) {
      setFault(faultSentence(error));
    }
  };
  return (
    <Dialog title={t("account.title")} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <p class="quiet">{t("account.text")}</p>
        <Field label={t("account.old")} type="password" value={before} onInput={setBefore} input={{ autocomplete: "current-password" }} />
        <Field
          label={t("account.new")}
          type="password"
          value={next}
          onInput={setNext}
          fault={fault}
          holdsFault
          input={{ autocomplete: "new-password", required: true }}
        />
        <Button kind="primary" type="submit">
          {t("account.save")}
        </Button>
      </form>
    </Dialog>
  );
}
