/** F: what did the person say? A digit records it at once with this call as its evidence; undo takes it back. */
import { useState } from "preact/hooks";
import * as commands from "./commands.ts";
import { badTime, clockOf, factOf, SAID, type Said, ZONES, zoneFact } from "./facts.ts";
import { useDigits } from "./Opened.tsx";
import { call, recorded } from "./panel.ts";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { inLanguage } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

function close(): void {
  commands.opened.value = "none";
}

export function FactsDialog() {
  const [asksZone, setAsksZone] = useState(false);
  return asksZone ? <ZoneChoice /> : <WhatSaid onMoved={() => setAsksZone(true)} />;
}

function WhatSaid({ onMoved }: { onMoved: () => void }) {
  const view = call.value;
  const take = (index: number): void => {
    const said = SAID[index];
    if (!said || !view) return;
    if (said === "moved") {
      onMoved();
      return;
    }
    const fact = factOf(said, view);
    if (!fact) return;
    close();
    void commands.recordFact(fact);
  };
  useDigits(take);
  return (
    <Dialog title={t("facts.title")} isWide onClose={close}>
      <p class="quiet">{t("facts.text")}</p>
      <div class="choices facts-choices">
        {SAID.map((said, index) => (
          <Button key={said} keyHint={String((index + 1) % 10)} disabled={!view || (said !== "moved" && !factOf(said, view))} onClick={() => take(index)}>
            <span>
              {t(`facts.said.${said}`)} <span class="small quiet">{effectText(said)}</span>
            </span>
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

function effectText(said: Said): string {
  const { start, end } = badTime(call.value?.person.local_time ?? "00:00");
  return t(`facts.effect.${said}`, { from: clockOf(start), to: clockOf(end) });
}

function ZoneChoice() {
  const take = (index: number): void => {
    const zone = ZONES[index]?.[1];
    if (!zone) return;
    close();
    void commands.recordFact(zoneFact(zone));
  };
  useDigits(take);
  return (
    <Dialog title={t("facts.zone_title")} onClose={close}>
      <p class="quiet">{t("facts.zone_text")}</p>
      <div class="stack choices">
        {ZONES.map(([name, zone], index) => (
          <Button key={zone} keyHint={String(index + 1)} onClick={() => take(index)}>
            {t(`facts.zone.${name}`)}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

/** What was recorded in this call, beside whether the person may be contacted again. */
export function RecordedFacts() {
  const own = recorded.value.filter((each) => each.attemptId === call.value?.attempt_id);
  return (
    <>
      {own.map(({ fact }) => (
        <Badge key={fact.id} tone={fact.effect === "restricts" ? "warn" : "note"}>
          {inLanguage({ en: fact.text_en, zh: fact.text_zh })}
        </Badge>
      ))}
    </>
  );
}
