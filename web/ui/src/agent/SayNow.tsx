/** The sentence to say now, in the person's language, with what must be disclosed. Neutral until the right party is verified. */
import { agent, call, catalogue, changeDraft, draft } from "./panel.ts";
import { now } from "../api/clock.ts";
import { Tick } from "../components/Field.tsx";
import { formatClock } from "../texts/formats.ts";
import { inLanguage, language } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

/** Outcomes of this group mean that somebody else is on the line: the neutral way out is what to say. */
const SOMEBODY_ELSE = "TP";

export function SayNow() {
  const view = call.value;
  const marked = catalogue.value?.dispositions.find((each) => each.code === draft.value?.disposition);
  return (
    <section class="card say-now" aria-labelledby="say-now-title">
      <h2 id="say-now-title">{t("agent.say_now")}</h2>
      {view ? (
        <>
          {marked?.group === SOMEBODY_ELSE && !view.verified ? (
            <p class="line">{t("agent.exit_line")}</p>
          ) : (
            <Line en={view.say_now.en} zh={view.say_now.zh} spoken={view.say_now.lang_text} tongue={view.person.language} />
          )}
          <p class="small quiet">{t("agent.their_time", { time: theirTime(view.person.zone, view.person.local_time), zone: view.person.zone })}</p>
          <Disclosures />
        </>
      ) : (
        <p class="line quiet">{t.coded(`agent.idle.${idleNow()}`, "")}</p>
      )}
    </section>
  );
}

/** Which sentence stands where a call's would: an agent without a telephone is told so, others by their state. */
function idleNow(): string {
  const view = agent.value;
  return view?.state === "lost" && view.cause === "no_telephone" ? view.cause : (view?.state ?? "offline");
}

function Line({ en, zh, spoken, tongue }: { en: string; zh: string; spoken: string; tongue: string }) {
  const gloss = inLanguage({ en, zh });
  const line = spoken || gloss;
  return (
    <>
      <p class="line" lang={spoken ? tongue : language.value}>
        {line}
      </p>
      {gloss !== line ? <p class="quiet">{gloss}</p> : null}
    </>
  );
}

function theirTime(zone: string, told: string): string {
  try {
    return formatClock(now.value, zone);
  } catch {
    return told; // A zone that this browser does not know.
  }
}

function Disclosures() {
  const view = call.value;
  const done = draft.value?.disclosures_done ?? [];
  if (!view || view.disclosures.length === 0) return null;
  return (
    <fieldset class="disclosures">
      <legend class="small quiet">{t("agent.disclosures")}</legend>
      {view.disclosures.map((item) => (
        <Tick
          key={item.code}
          checked={done.includes(item.code)}
          onChange={(isDone) =>
            changeDraft({ disclosures_done: isDone ? [...done, item.code] : done.filter((code) => code !== item.code) }, "chosen")
          }
        >
          <span lang={view.person.language}>{item.text}</span>
          {item.required ? <span class="small quiet"> ({t("agent.required")})</span> : null}
        </Tick>
      ))}
    </fieldset>
  );
}
