/** Shown when another window of the same agent is the working one. */
import { takeOver } from "../api/live.ts";
import { Button } from "../components/Button.tsx";
import { Notice } from "../components/Notice.tsx";
import { t } from "../texts/texts.ts";

export function Elsewhere() {
  return (
    <div class="page">
      <h1>{t("elsewhere.title")}</h1>
      <Notice tone="warn">{t("elsewhere.text")}</Notice>
      <div>
        <Button kind="primary" keyHint="T" onClick={takeOver}>
          {t("elsewhere.take_over")}
        </Button>
      </div>
    </div>
  );
}
