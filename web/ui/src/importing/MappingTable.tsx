/** The columns of the file: samples, the field each is taken for, and how sure the suggestion is. */
import { Badge } from "../components/Badge.tsx";
import { formatShare } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import { type Choices, clashing } from "./mapping.ts";
import type { Uploaded } from "./shapes.ts";
import { t } from "./texts.ts";

const SURE = 0.85;

interface Props {
  file: Uploaded;
  choices: Choices;
  onChange: (choices: Choices) => void;
}

export function MappingTable({ file, choices, onChange }: Props) {
  const clashes = clashing(choices);
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={t("columns.title")}>
      <table class="table mapping">
        <caption class="unseen">{t("columns.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("columns.column")}</th>
            <th scope="col">{t("columns.samples")}</th>
            <th scope="col">{t("columns.field")}</th>
            <th scope="col">{t("columns.confidence")}</th>
          </tr>
        </thead>
        <tbody>
          {file.columns.map((each) => {
            const chosen = choices[each.column] ?? null;
            const isOurs = chosen === each.field;
            return (
              <tr key={each.column}>
                <th scope="row">{each.column}</th>
                <td class="samples mono small">
                  {each.samples.slice(0, 5).map((sample, at) => (
                    <span key={at}>{sample}</span>
                  ))}
                </td>
                <td>
                  <select
                    class="input"
                    aria-label={t("columns.field_of", { column: each.column })}
                    aria-invalid={clashes.has(each.column) ? "true" : undefined}
                    value={chosen ?? ""}
                    onChange={(event) => onChange({ ...choices, [each.column]: event.currentTarget.value || null })}
                  >
                    <option value="">{t("columns.not_used")}</option>
                    {file.fields.map((field) => (
                      <option key={field.key} value={field.key}>
                        {inLanguage(field)}
                      </option>
                    ))}
                  </select>
                </td>
                <td>
                  {clashes.has(each.column) ? (
                    <Badge tone="bad">{t("columns.twice")}</Badge>
                  ) : chosen === null ? (
                    <Badge>{t("columns.not_used")}</Badge>
                  ) : isOurs ? (
                    <Badge tone={each.confidence >= SURE ? "good" : "warn"}>
                      {t(each.confidence >= SURE ? "columns.sure" : "columns.unsure", { share: formatShare(each.confidence, 0) })}
                    </Badge>
                  ) : (
                    <Badge tone="accent">{t("columns.chosen")}</Badge>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
