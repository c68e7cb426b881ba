/** A new campaign from the template of a bucket: choose, name, create. Everything else has a safe default. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Fault, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field } from "../components/Field.tsx";
import { useLoaded } from "../components/loading.ts";
import { go } from "../shell/router.ts";
import { inLanguage } from "../texts/language.ts";
import type { BucketSet, Campaign, Templates } from "./shapes.ts";
import { t } from "./texts.ts";

/** `taken`: names in use, so that the one proposed is free. */
export function NewCampaign({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const templates = useLoaded<Templates>("/templates");
  const buckets = useLoaded<BucketSet>("/buckets");
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const { isBusy, run } = useCommand();
  const offered = (templates.value?.campaigns ?? []).map((each) => ({ code: String(each["code"]), name: String(each["name"] ?? each["code"]) }));
  const hasBucket = (code: string): boolean => buckets.value?.buckets.some((each) => each.code === code) ?? false;
  const isLacking = buckets.value !== null && offered.some((each) => !hasBucket(each.code));
  const template = offered.find((each) => each.code === chosen);
  const name = typed ?? (template ? freeName(template.name, taken) : "");
  const create = (): void =>
    run(async () => {
      const campaign = await api.post<Campaign>("/campaigns", { template: chosen, name: name.trim() });
      onClose();
      go(`/campaigns/${campaign.id}`);
    });
  return (
    <Dialog
      title={t("campaigns.new")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("move.cancel")}</Button>
          <Button kind="primary" disabled={isBusy || chosen === null || name.trim() === ""} onClick={create}>
            {t("new.create")}
          </Button>
        </>
      }
    >
      <Fault fault={templates.fault} onRetry={templates.reload} />
      <fieldset class="stack">
        <legend class="label">{t("new.template")}</legend>
        {templates.isBusy && offered.length === 0 ? <p class="quiet">{t("new.loading")}</p> : null}
        {offered.map((each) => (
          <label class="tick" key={each.code}>
            <input type="radio" name="template" value={each.code} checked={chosen === each.code} disabled={!hasBucket(each.code)} onChange={() => setChosen(each.code)} />
            <span>
              {each.name} <span class="quiet small">{bucketText(buckets.value, each.code)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {isLacking ? (
        <p class="small">
          {t("new.no_bucket")} <a href="/buckets">{t("buckets.title")}</a>
        </p>
      ) : null}
      <Field label={t("campaigns.name")} value={name} onInput={setTyped} input={{ maxLength: 200 }} />
    </Dialog>
  );
}

/** "6 to 17 days: Early"; empty for a template whose bucket is gone. */
function bucketText(set: BucketSet | null, code: string): string {
  const bucket = set?.buckets.find((each) => each.code === code);
  if (!bucket) return "";
  const name = inLanguage({ en: bucket.name_en, zh: bucket.name_zh });
  if (bucket.last_day === null) return t("new.days_from", { name, from: bucket.first_day });
  return t("new.days", { name, from: bucket.first_day, to: bucket.last_day });
}

function freeName(name: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const proposed = n === 1 ? name : `${name} ${n}`;
    if (!taken.includes(proposed)) return proposed;
  }
}
