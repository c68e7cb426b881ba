/** Editing a campaign's hours in three equal ways: one typed line, a grid, a plain table. With the layers over them, and the dates of a year. */
import { useMemo, useState } from "preact/hooks";
import { now } from "../api/clock.ts";
import type * as schema from "../api/schema.ts";
import { Fault } from "../cases/parts.tsx";
import { withQuery } from "../api/client.ts";
import { Button } from "../components/Button.tsx";
import { useLoaded } from "../components/loading.ts";
import { Tabs } from "../components/Tabs.tsx";
import { useHistory } from "./history.ts";
import { LayerBar, type Switch } from "./LayerBar.tsx";
import { type Layers, shownLayers } from "./layers.ts";
import { SpecialDates } from "./SpecialDates.tsx";
import { t } from "./texts.ts";
import { WeekGrid } from "./WeekGrid.tsx";
import { WeekTable } from "./WeekTable.tsx";
import { WindowsLine } from "./WindowsLine.tsx";
import { both, openMinutes, type Week, weekOf } from "./windows.ts";
import { withWeek, type WindowsDocument } from "./windows_document.ts";
import { YearStrip } from "./YearStrip.tsx";

interface Props {
  campaignId: string;
  windows: WindowsDocument;
  onChange: (windows: WindowsDocument) => void;
}

export function WindowsEditor({ campaignId, windows, onChange }: Props) {
  const [view, setView] = useState("grid");
  const [isOff, setOff] = useState<ReadonlySet<Switch>>(new Set());
  const [choice, setChoice] = useState<{ place?: string; creditor?: string }>({});
  const [chosenRegion, setRegion] = useState<string | null>(null);
  const [date, setDate] = useState("");
  const history = useHistory(windows, onChange);
  const loaded = useLoaded<Layers>(withQuery(`/campaigns/${campaignId}/layers`, choice));
  const layers = loaded.value;
  const shown = useMemo(() => (layers ? shownLayers(layers, (code) => !isOff.has(code)) : []), [layers, isOff]);
  const week = useMemo(() => weekOf(windows), [windows]);
  const region = windows.holidays ?? chosenRegion ?? regionOf(layers);
  const calendar = useLoaded<schema.HolidayCalendar>(withQuery("/holidays", { region }));
  const today = new Date(now.peek()).toISOString().slice(0, 10);
  const change = (next: Week): void => history.set(withWeek(windows, next));
  const turn = (code: Switch, on: boolean): void => setOff(new Set(on ? [...isOff].filter((each) => each !== code) : [...isOff, code]));
  return (
    <div class="stack" onKeyDown={history.press}>
      <WindowsLine windows={windows} region={region} onChange={history.type} />
      <div class="row spread">
        <Tabs
          label={t("windows.views")}
          panelId="windows-view"
          tabs={[
            { code: "grid", title: t("windows.grid") },
            { code: "table", title: t("windows.table") },
          ]}
          chosen={view}
          onChoose={setView}
        />
        <div class="row">
          <Button disabled={!history.canUndo} onClick={history.undo}>
            ↶ {t("windows.undo")}
          </Button>
          <Button disabled={!history.canRedo} onClick={history.redo}>
            ↷ {t("windows.redo")}
          </Button>
        </div>
      </div>
      <div id="windows-view" role="tabpanel" aria-labelledby={`windows-view-tab-${view}`}>
        {view === "grid" ? (
          <WeekGrid week={week} shown={shown} wishes={isOff.has("wishes") ? null : layers} onChange={change} />
        ) : (
          <WeekTable week={week} shown={shown} onChange={change} />
        )}
      </div>
      <p class="small quiet">
        {hoursText(week, layers)} {t("windows.zone_basis")}
      </p>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <div class="layer-slot">
        {layers ? (
          <LayerBar
            layers={layers}
            isOff={isOff}
            onSwitch={turn}
            onPlace={(place) => setChoice({ ...choice, place })}
            onCreditor={(creditor) => setChoice({ ...choice, creditor })}
          />
        ) : null}
      </div>
      <SpecialDates
        windows={windows}
        region={region}
        calendar={calendar.fault ? { region, source: "", last_year: 0, days: [] } : calendar.value}
        today={today}
        date={date}
        onDate={setDate}
        onRegion={setRegion}
        onChange={history.set}
      />
      <YearStrip windows={windows} today={today} holidays={calendar.value?.days ?? []} layers={layers} onPick={setDate} />
    </div>
  );
}

/** The country whose holidays are offered first: that of the place whose rules are shown. */
function regionOf(layers: Layers | null): string {
  return layers?.country ?? "US";
}

function hoursText(week: Week, layers: Layers | null): string {
  const quarter = (minutes: number): number => Math.round(minutes / 15) / 4;
  if (!layers) return t("windows.in_force_without_law", { hours: quarter(openMinutes(week)) });
  const left = shownLayers(layers, () => true).reduce<Week>((done, layer) => both(done, layer.week), week);
  return t("windows.in_force", { hours: quarter(openMinutes(left)) });
}
