/** What one creditor asks beyond the law: further places, own hours as a typed line, own limits; and the bar that saves all of it. */
import { Fault } from "../cases/parts.tsx";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Select } from "../components/Field.tsx";
import { Notice } from "../components/Notice.tsx";
import "../manager/manager.css";
import type { WindowsDocument } from "../manager/windows_document.ts";
import { writeLine } from "../manager/windows_line.ts";
import { WindowsLine } from "../manager/WindowsLine.tsx";
import { language } from "../texts/language.ts";
import { CapsEditor } from "./CapsEditor.tsx";
import { placeName, placeOptions } from "./RulesPage.tsx";
import type { Place } from "./shapes.ts";
import { t } from "./texts.ts";
import type { Editing } from "./use_terms.ts";
import { capSentence } from "./words.ts";

const OFFICE = [["08:00", "20:00"]];
const FIRST_HOURS: WindowsDocument = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: [], sun: [], closed_on: [], zone_basis: "consumer" };

interface Props {
  editing: Editing;
  places: readonly Place[];
}

export function TermsCard({ editing, places }: Props) {
  const { creditor, faults } = editing;
  if (!creditor) return null;
  const [fault] = Object.values(faults);
  return (
    <section class="card stack terms" aria-labelledby="terms-title">
      <div class="row spread">
        <h2 id="terms-title">{t("terms.title", { name: creditor.name })}</h2>
        <span class="quiet small">
          {t.coded(`terms.role_${creditor.collector_role}`, creditor.collector_role)} · {creditor.country} · {t("terms.cases", { n: creditor.cases, version: creditor.version })}
        </span>
      </div>
      <p class="quiet small">{t(editing.mayEdit ? "terms.explained" : "terms.read_only")}</p>
      <div class="terms-parts">
        <Places editing={editing} places={places} />
        <Hours editing={editing} />
      </div>
      <Caps editing={editing} />
      <Fault fault={fault ? new Error(fault) : null} />
    </section>
  );
}

function Places({ editing, places }: Props) {
  const { terms, mayEdit } = editing;
  const chosen = terms.jurisdictions;
  const free = placeOptions(places).filter((option) => !chosen.includes(option.value));
  return (
    <fieldset class="stack">
      <legend>
        <h3>{t("terms.places")}</h3>
      </legend>
      <p class="quiet small">{t("terms.places_hint")}</p>
      <ul class="row">
        {chosen.length === 0 ? <li class="quiet">{t("terms.no_places")}</li> : null}
        {chosen.map((key) => (
          <li key={key} class="row">
            <Badge tone="accent">{placeName(places, key)}</Badge>
            {mayEdit ? (
              <Button kind="plain" label={t("terms.remove", { name: placeName(places, key) })} onClick={() => editing.set({ jurisdictions: chosen.filter((each) => each !== key) })}>
                ✕
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <Select
          label={t("terms.add_place")}
          value=""
          options={[{ value: "", label: t("terms.choose") }, ...free]}
          onChange={(key) => key && editing.set({ jurisdictions: [...chosen, key].sort() })}
        />
      ) : null}
    </fieldset>
  );
}

function Hours({ editing }: { editing: Editing }) {
  const { creditor, terms, mayEdit } = editing;
  const { windows } = terms;
  return (
    <fieldset class="stack">
      <legend>
        <h3>{t("terms.hours")}</h3>
      </legend>
      {windows === null ? <p class="quiet">{t("terms.no_hours")}</p> : null}
      {windows !== null && !mayEdit ? <p>{writeLine(windows, language.value)}</p> : null}
      {windows !== null && mayEdit ? (
        <WindowsLine windows={windows} region={windows.holidays ?? creditor?.country} onChange={(next) => editing.set({ windows: next })} />
      ) : null}
      {mayEdit ? (
        <div>
          <Button onClick={() => editing.set({ windows: windows === null ? FIRST_HOURS : null })}>{t(windows === null ? "terms.set_hours" : "terms.drop_hours")}</Button>
        </div>
      ) : null}
    </fieldset>
  );
}

function Caps({ editing }: { editing: Editing }) {
  const { terms, mayEdit } = editing;
  const caps = Object.entries(terms.caps);
  return (
    <fieldset class="stack">
      <legend>
        <h3>{t("terms.caps")}</h3>
      </legend>
      {caps.length === 0 ? <p class="quiet">{t("terms.no_caps")}</p> : null}
      {mayEdit ? (
        <CapsEditor caps={terms.caps} onChange={(next) => editing.set({ caps: next })} />
      ) : (
        <ul class="stack">
          {caps.map(([name, cap]) => (
            <li key={name}>
              <code class="small">{name}</code>: {capSentence(cap)}
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

/** Stays in sight at the foot of the page; keeps its height whether there is something to save or not. */
export function SaveBar({ editing }: { editing: Editing }) {
  const { creditor, isChanged, isBusy, isStale } = editing;
  return (
    <div class="save-bar card row spread">
      <span role="status">{t(isChanged ? "terms.changed" : "terms.unchanged", { version: creditor?.version ?? 1 })}</span>
      {isStale ? <Notice tone="warn">{t("terms.stale")}</Notice> : null}
      <span class="row">
        <Button disabled={!isChanged} onClick={editing.discard}>
          {t("terms.discard")}
        </Button>
        <Button kind="primary" keyHint="Ctrl S" disabled={!isChanged || isBusy} onClick={editing.save}>
          {t("terms.save")}
        </Button>
      </span>
    </div>
  );
}
