/** Who is called: the bucket, its cases, and the teams that take the calls. */
import { Block, Fact } from "../cases/parts.tsx";
import { Field, Tick } from "../components/Field.tsx";
import { useLoaded } from "../components/loading.ts";
import { inLanguage } from "../texts/language.ts";
import type { Form } from "./form.ts";
import type { BucketSet, Campaign, Team } from "./shapes.ts";
import { t } from "./texts.ts";

export function WhoBlock({ form, value }: { form: Form; value: Campaign }) {
  const buckets = useLoaded<BucketSet>("/buckets");
  const teams = useLoaded<{ rows: Team[] }>("/teams");
  const bucket = buckets.value?.buckets.find((each) => each.code === value.bucket);
  // A role that may not list teams still sees, and may take away, those of the campaign.
  const offered = teams.value?.rows ?? value.teams;
  const chosen = new Set(value.teams.map((team) => team.id));
  return (
    <Block id="who" title={t("block.who")}>
      <Field
        label={t("field.name")}
        value={value.name}
        fault={form.faults["name"] ?? null}
        onInput={(name) => form.set({ name })}
        input={{ maxLength: 200 }}
      />
      <dl class="facts">
        <Fact name={t("field.bucket")}>
          <a href="/buckets">{bucket ? inLanguage({ en: bucket.name_en, zh: bucket.name_zh }) : value.bucket}</a>
        </Fact>
        <Fact name={t("who.cases")}>
          <a href={`/cases?campaign=${value.id}`}>{t("who.see_cases")}</a>
        </Fact>
      </dl>
      <fieldset>
        <legend class="label">{t("field.teams")}</legend>
        <div class="row">
          {offered.map((team) => (
            <Tick
              key={team.id}
              checked={chosen.has(team.id)}
              onChange={(isIn) => form.set({ teams: isIn ? [...value.teams, team] : value.teams.filter((each) => each.id !== team.id) })}
            >
              {team.name}
            </Tick>
          ))}
          {offered.length === 0 ? <span class="quiet">{t("who.no_teams")}</span> : null}
        </div>
      </fieldset>
    </Block>
  );
}
