/** Where the person may be: each zone, what says so, the time there, and what it counts for. */
import { LocalTime } from "../components/Figures.tsx";
import { type Column, Table } from "../components/Table.tsx";
import { inLanguage } from "../texts/language.ts";
import { Block, CallLink } from "./parts.tsx";
import type { ZoneRow } from "./shapes.ts";
import { t } from "./texts.ts";

/** How many readings there are of where somebody is. */
const BASES = 3;

export function Zones({ rows, at }: { rows: readonly ZoneRow[]; at: string }) {
  const columns: Column<ZoneRow>[] = [
    { code: "zone", title: t("zones.zone"), cell: (row) => row.zone },
    { code: "local", title: t("zones.local"), cell: (row) => <span class="figures">{row.local_now}</span> },
    {
      code: "source",
      title: t("zones.source"),
      cell: (row) => (
        <>
          {inLanguage({ en: row.source_en, zh: row.source_zh })} {row.attempt_id ? <CallLink attemptId={row.attempt_id} /> : null}
        </>
      ),
    },
    { code: "counts", title: t("zones.counts"), cell: (row) => counts(row) },
  ];
  return (
    <Block title={t("zones.title")}>
      <p class="small quiet">
        {t("zones.text")} <LocalTime at={at} />
      </p>
      <Table caption={t("zones.title")} columns={columns} rows={rows} rowKey={(row) => row.zone + row.source_en} empty={t("zones.none")} />
    </Block>
  );
}

/** A zone that counts among all candidates counts for nearly every rule; the others are readings of single states. */
function counts(row: ZoneRow): string {
  if (row.counts_for.length === 0) return t("zones.counts_none");
  if (row.counts_for.length === BASES) return t("zones.counts_all");
  return row.counts_for.map((each) => t.coded(`zones.basis.${each}`, each)).join(", ");
}
