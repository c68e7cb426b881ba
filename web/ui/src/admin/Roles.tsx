/** What each role may do, as a matrix one can read: a word in every cell, not a colour. */
import { wordsOf } from "../cases/catalogue.ts";
import { Fault } from "../cases/parts.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import type { RoleRow } from "./shapes.ts";
import { t } from "./texts.ts";

export function Roles() {
  const loaded = useLoaded<{ roles: RoleRow[] }>("/roles");
  const roles = loaded.value?.roles ?? [];
  const rights = [...new Set(roles.flatMap((role) => role.rights))].sort();
  const columns: Column<string>[] = [
    { code: "right", title: t("roles.right"), cell: (right) => t.coded(`right.${right}`, wordsOf(right)) },
    ...roles.map(
      (role): Column<string> => ({
        code: role.role,
        title: t(`role.${role.role}`),
        cell: (right) => (role.rights.includes(right) ? t("roles.yes") : <span class="quiet">–</span>),
      }),
    ),
  ];
  return (
    <>
      <p class="quiet">{t("roles.explained")}</p>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <Table caption={t("users.view_roles")} columns={columns} rows={rights} rowKey={(right) => right} isBusy={loaded.isBusy} />
    </>
  );
}
