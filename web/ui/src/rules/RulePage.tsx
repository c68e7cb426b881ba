/** One rule in full: what it says in the reader's words, whom it looks at, where it is from and how sure that is. */
import { Block, Fact, Fault } from "../cases/parts.tsx";
import { Notice } from "../components/Notice.tsx";
import { useLoaded } from "../components/loading.ts";
import type { PageProps } from "../routes.tsx";
import { inLanguage } from "../texts/language.ts";
import { Confidence, datesText, dayText, StateBadge } from "./parts.tsx";
import "./rules.css";
import { placeName } from "./RulesPage.tsx";
import type { Place, Rule, RuleRow, RuleRows } from "./shapes.ts";
import { stateOf } from "./terms.ts";
import { t } from "./texts.ts";
import { filterWords, paramWords, w, type Words } from "./words.ts";

export function RulePage({ params }: PageProps) {
  const id = params["id"] ?? "";
  const loaded = useLoaded<{ versions: Rule[] }>(`/rules/${encodeURIComponent(id)}`);
  const all = useLoaded<RuleRows>("/rules");
  const versions = loaded.value?.versions ?? [];
  const last = versions.at(-1);
  return (
    <div class="page rules">
      <div class="title">
        <div class="row">
          <a href="/rules">{t("rule.back")}</a>
          <span aria-hidden="true">/</span>
          <h1>{last ? inLanguage({ en: last.row.title, zh: last.row.title_zh }) : t("rule.loading")}</h1>
        </div>
      </div>
      <Fault fault={loaded.fault ?? all.fault} onRetry={loaded.reload} />
      {versions.map((rule) => (
        <Version key={rule.version} rule={rule} places={all.value?.places ?? []} today={all.value?.today ?? ""} />
      ))}
    </div>
  );
}

function Version({ rule, places, today }: { rule: Rule; places: readonly Place[]; today: string }) {
  const { row } = rule;
  const filters = filterWords(rule.filters);
  const says = paramWords(rule.params);
  return (
    <div class="rule-page">
      <div class="stack">
        <Block title={t("rule.says")} aside={<StateBadge row={row} state={stateOf(row, null, today)} />}>
          {says.length > 0 ? <Listed words={says} /> : <p class="quiet">{t("rule.no_params")}</p>}
          {row.is_duty ? <Notice>{t("rules.duty_hint")}</Notice> : null}
        </Block>
        <Block title={t("rule.applies")}>{filters.length > 0 ? <Listed words={filters} /> : <p class="quiet">{t("rule.any_contact")}</p>}</Block>
      </div>
      <Origin rule={rule} row={row} place={placeName(places, row.place)} />
    </div>
  );
}

function Origin({ rule, row, place }: { rule: Rule; row: RuleRow; place: string }) {
  return (
    <Block title={t("rule.where_from")}>
      <dl class="facts">
        <Fact name={t("rule.place")}>
          <a href={`/rules?place=${encodeURIComponent(row.place)}`}>{place}</a>
        </Fact>
        <Fact name={t("rule.kind")}>{w.coded(`kind.${row.kind}`, row.kind)}</Fact>
        <Fact name={t("rule.source")}>
          {row.cite}
          {row.source_url.startsWith("https://") ? (
            <>
              {" "}
              <a href={row.source_url} rel="noreferrer" target="_blank">
                {t("rule.link")}
              </a>
            </>
          ) : null}
        </Fact>
        <Fact name={t("rule.binding")}>{w.coded(`binding.${row.binding}`, row.binding)}</Fact>
        <Fact name={t("rule.confidence")}>
          <Confidence row={row} />
        </Fact>
        <Fact name={t("rules.checked")}>{row.checked_on ? dayText(row.checked_on) : "–"}</Fact>
        <Fact name={t("rules.in_force")}>{datesText(row) ?? t("rules.always")}</Fact>
        <Fact name={t("rule.default")}>{t(row.is_enabled ? "state.on" : "state.off")}</Fact>
        <Fact name={t("rule.proven")}>{t(row.is_proven ? "rule.proven_yes" : "rule.proven_no")}</Fact>
        <Fact name={t("rule.rank")}>{rule.rank}</Fact>
        <Fact name={t("rule.version")}>
          <code class="small">{rule.version}</code>
        </Fact>
        {rule.note ? <Fact name={t("rule.note")}>{rule.note}</Fact> : null}
      </dl>
    </Block>
  );
}

function Listed({ words }: { words: readonly Words[] }) {
  return (
    <dl class="facts">
      {words.map(({ name, text }) => (
        <Fact key={name} name={name}>
          {text}
        </Fact>
      ))}
    </dl>
  );
}
