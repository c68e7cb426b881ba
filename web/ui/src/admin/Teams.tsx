/** Teams: groups of agents who share campaigns. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Fault, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Field } from "../components/Field.tsx";
import type { Loaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import { toast } from "../components/Toasts.tsx";
import type { Team } from "./shapes.ts";
import { t } from "./texts.ts";

export function Teams({ loaded }: { loaded: Loaded<{ rows: Team[] }> }) {
  const [name, setName] = useState("");
  const { isBusy, run } = useCommand();
  const add = (): void =>
    run(async () => {
      await api.post("/teams", { name: name.trim() });
      setName("");
      toast(t("teams.added"), { tone: "good" });
      loaded.reload();
    });
  const columns: Column<Team>[] = [{ code: "name", title: t("teams.name"), cell: (row) => row.name, sort: (row) => row.name }];
  return (
    <>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <Table caption={t("users.view_teams")} columns={columns} rows={loaded.value?.rows ?? []} rowKey={(row) => row.id} isBusy={loaded.isBusy} />
      <form
        class="row team-form"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field label={t("teams.new")} value={name} onInput={setName} input={{ maxLength: 200 }} />
        <Button type="submit" disabled={isBusy || name.trim() === ""}>
          {t("teams.add")}
        </Button>
      </form>
    </>
  );
}
