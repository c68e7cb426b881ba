/** What was detected, which column is which field, and how the lender writes dates, amounts and numbers. */
import { useState } from "preact/hooks";
import { Block, Fact } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Field, Select, Tick } from "../components/Field.tsx";
import { Notice } from "../components/Notice.tsx";
import { formatNumber } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import type { Plan } from "./ImportPage.tsx";
import { type Choices, mappedColumns, type MappingProblem, mappingProblems, unusedColumns } from "./mapping.ts";
import { MappingTable } from "./MappingTable.tsx";
import { DATE_STYLES, DECIMAL_STYLES, firstRecipe, requiredOf, textOf } from "./recipe.ts";
import type { Recipe, Uploaded } from "./shapes.ts";
import { fieldName, t } from "./texts.ts";

interface Props {
  file: Uploaded;
  plan: Plan | null;
  onBack: () => void;
  onReady: (plan: Plan) => void;
}

export function ColumnsStep({ file, plan, onBack, onReady }: Props) {
  const [recipe, setRecipe] = useState<Recipe>(plan?.recipe ?? firstRecipe(file));
  const [choices, setChoices] = useState<Choices>(() => choicesOf(file, plan?.recipe ?? null));
  const [creditor, setCreditor] = useState(plan?.creditor ?? textOf(file.recipe_suggestion, "creditor_code"));
  const [taken, setTaken] = useState("");
  const [accepted, setAccepted] = useState(plan !== null);
  const required = requiredOf(recipe);
  const problems = mappingProblems(choices, required, accepted);
  const unused = unusedColumns(choices);
  const hasDates = textOf(recipe, "date_style") !== "";
  const set = (changes: Partial<Recipe>): void => setRecipe({ ...recipe, ...changes });
  const take = (id: string): void => {
    const saved: Recipe | undefined = file.recipes.find((each) => each.id === id)?.body;
    if (!saved) return;
    setTaken(id);
    setRecipe(saved);
    setChoices(choicesOf(file, saved));
    setCreditor(textOf(saved, "creditor_code") || creditor);
  };
  return (
    <>
      <Block title={t("found.title")}>
        <dl class="facts">
          <Fact name={t("found.file")}>
            {file.name} <span class="quiet figures">{t("found.size", { kb: formatNumber(Math.ceil(file.size / 1024)) })}</span>
          </Fact>
          <Fact name={t("found.encoding")}>{file.encoding}</Fact>
          <Fact name={t("found.delimiter")}>{t.coded(`delimiter.${DELIMITERS[file.delimiter] ?? "other"}`, file.delimiter)}</Fact>
          <Fact name={t("found.columns")}>{formatNumber(file.columns.length)}</Fact>
        </dl>
      </Block>
      <Block title={t("columns.title")}>
        {file.recipes.length > 0 ? (
          <div class="form-row">
            <Select
              label={t("columns.recipe")}
              value={taken}
              options={[{ value: "", label: t("columns.suggestion") }, ...file.recipes.map((each) => ({ value: each.id, label: each.name }))]}
              onChange={take}
            />
          </div>
        ) : null}
        <MappingTable file={file} choices={choices} onChange={setChoices} />
        {unused.length > 0 ? (
          <Notice tone={accepted ? "plain" : "warn"}>
            <p>{t("columns.unused", { n: unused.length, columns: unused.join(", ") })}</p>
            <Tick checked={accepted} onChange={setAccepted}>
              {t("columns.accept_unused")}
            </Tick>
          </Notice>
        ) : null}
        <Optional file={file} recipe={recipe} choices={choices} onChange={set} />
      </Block>
      <Styles recipe={recipe} creditor={creditor} onCreditor={setCreditor} onChange={set} />
      <section class="card stack" aria-label={t("columns.next")}>
        <div class="problem-list" role="status">
          {problems.map((problem) => (
            <p key={JSON.stringify(problem)}>{problemText(problem, file)}</p>
          ))}
          {creditor.trim() === "" ? <p>{t("columns.no_creditor")}</p> : null}
          {hasDates ? null : <p>{t("columns.no_dates")}</p>}
        </div>
        <div class="row">
          <Button onClick={onBack}>{t("columns.back")}</Button>
          <Button
            kind="primary"
            disabled={problems.length > 0 || creditor.trim() === "" || !hasDates}
            onClick={() => onReady({ file, creditor: creditor.trim(), recipe: { ...recipe, columns: mappedColumns(choices) } })}
          >
            {t("columns.next")}
          </Button>
        </div>
      </section>
    </>
  );
}

const DELIMITERS: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
interface OptionalProps {
  file: Uploaded;
  recipe: Recipe;
  choices: Choices;
  onChange: (changes: Partial<Recipe>) => void;
}

/** Fields a lender usually has but need not have; a person says so instead of a wrong column being taken. */
function Optional({ file, recipe, choices, onChange }: OptionalProps) {
  const required = requiredOf(recipe);
  const mapped = new Set(Object.values(choices));
  const offered = file.fields.filter((field) => field.required && !field.always && !mapped.has(field.key));
  return (
    <>
      {offered.map((field) => (
        <Tick
          key={field.key}
          checked={!required.includes(field.key)}
          onChange={(isAbsent) => onChange({ required: isAbsent ? required.filter((each) => each !== field.key) : [...required, field.key] })}
        >
          {t("columns.absent", { field: inLanguage(field) })}
        </Tick>
      ))}
    </>
  );
}

interface StylesProps {
  recipe: Recipe;
  creditor: string;
  onCreditor: (code: string) => void;
  onChange: (changes: Partial<Recipe>) => void;
}

function Styles({ recipe, creditor, onCreditor, onChange }: StylesProps) {
  return (
    <Block title={t("styles.title")}>
      <div class="form-row">
        <Field label={t("styles.creditor")} hint={t("styles.creditor_hint")} value={creditor} onInput={onCreditor} input={{ maxLength: 64, required: true }} />
        <Select
          label={t("styles.dates")}
          value={textOf(recipe, "date_style")}
          options={[
            ...(textOf(recipe, "date_style") === "" ? [{ value: "", label: t("styles.choose") }] : []),
            ...DATE_STYLES.map((style) => ({ value: style, label: t(`date_style.${style}`) })),
          ]}
          onChange={(date_style) => onChange({ date_style })}
        />
        <Select
          label={t("styles.decimals")}
          value={textOf(recipe, "decimal_style") || "point"}
          options={DECIMAL_STYLES.map((style) => ({ value: style, label: t(`decimal_style.${style}`) }))}
          onChange={(decimal_style) => onChange({ decimal_style })}
        />
        <Field
          label={t("styles.country")}
          hint={t("styles.country_hint")}
          value={textOf(recipe, "country") || "US"}
          onInput={(country) => onChange({ country: country.toUpperCase() })}
          input={{ maxLength: 2 }}
        />
        <Field
          label={t("styles.currency")}
          hint={t("styles.currency_hint")}
          value={textOf(recipe, "currency") || "USD"}
          onInput={(currency) => onChange({ currency: currency.toUpperCase() })}
          input={{ maxLength: 3 }}
        />
      </div>
    </Block>
  );
}

/** A recipe's columns where one is given, else what the server suggests for each. Spaces, case and signs of headings do not matter. */
function choicesOf(file: Uploaded, recipe: Recipe | null): Choices {
  const named = new Map(Object.entries(recipe?.columns ?? {}).map(([heading, field]) => [plain(heading), field]));
  return Object.fromEntries(file.columns.map((each) => [each.column, recipe ? (named.get(plain(each.column)) ?? null) : each.field]));
}

function plain(heading: string): string {
  return heading.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

function problemText(problem: MappingProblem, file: Uploaded): string {
  switch (problem.code) {
    case "twice":
      return t("problem.twice", { field: fieldName(file.fields, problem.field), columns: problem.columns.join(", ") });
    case "missing":
      return t("problem.missing", { field: fieldName(file.fields, problem.field) });
    case "unused":
      return t("problem.unused");
  }
}
