/** Tomorrow for one campaign: what is chosen on the left, what comes of it on the right, and a second setting to compare. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Fault } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { useLoaded } from "../components/loading.ts";
import type { PageProps } from "../routes.tsx";
import { ForecastForm } from "./ForecastForm.tsx";
import { ForecastResult } from "./ForecastResult.tsx";
import { AS_IT_STANDS, asked, type Choice } from "./forecast.ts";
import "./forecast.css";
import type { Forecast } from "./forecast_shapes.ts";
import type { Campaign } from "./shapes.ts";
import { t } from "./texts.ts";

const USUAL_HOURS = 8;

export function ForecastPage({ params }: PageProps) {
  const id = params["id"] ?? "";
  const campaign = useLoaded<Campaign>(`/campaigns/${id}`);
  const [choices, setChoices] = useState<Choice[]>([AS_IT_STANDS]);
  const [workHours, setWorkHours] = useState(USUAL_HOURS);
  const [wanted, setWanted] = useState<number | null>(null);
  const [found, setFound] = useState<Forecast | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const compute = (): void => {
    setBusy(true);
    setFault(null);
    api
      .post<Forecast>(`/campaigns/${id}/forecast`, asked(choices, workHours, wanted))
      .then(setFound, setFault)
      .finally(() => setBusy(false));
  };
  useEffect(compute, [id]);
  const change = (place: number, choice: Choice): void => setChoices(choices.map((each, at) => (at === place ? choice : each)));
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!isBusy) compute();
  };
  return (
    <div class="page">
      <div class="title">
        <div class="row">
          <a href="/campaigns">{t("campaigns.title")}</a>
          <span aria-hidden="true">/</span>
          <a href={`/campaigns/${id}`}>{campaign.value?.name ?? "…"}</a>
          <span aria-hidden="true">/</span>
          <h1>{t("forecast.title")}</h1>
        </div>
        <p class="quiet">{t("forecast.about")}</p>
      </div>
      <Fault fault={campaign.fault} onRetry={campaign.reload} />
      <div class="forecast-page">
        <form class="card stack" onSubmit={submit} aria-label={t("forecast.settings")}>
          <ForecastForm
            campaign={campaign.value}
            choices={choices}
            stood={found?.outlooks[0] ?? null}
            workHours={workHours}
            wanted={wanted}
            onChoice={change}
            onCompare={(isOn) => setChoices(isOn ? [...choices.slice(0, 1), { ...(choices[0] ?? AS_IT_STANDS) }] : choices.slice(0, 1))}
            onWorkHours={setWorkHours}
            onWanted={setWanted}
          />
          <Button kind="primary" type="submit" disabled={isBusy}>
            {t("forecast.compute")}
          </Button>
          <div class="forecast-progress" role="status">
            {isBusy ? (
              <>
                <progress aria-label={t("forecast.computing")} />
                <span class="small quiet">{t("forecast.computing")}</span>
              </>
            ) : null}
          </div>
        </form>
        <div class="stack" aria-busy={isBusy ? "true" : undefined}>
          <Fault fault={fault} onRetry={compute} />
          {found ? <ForecastResult found={found} /> : fault ? null : <p class="quiet">{t("forecast.first")}</p>}
        </div>
      </div>
    </div>
  );
}
