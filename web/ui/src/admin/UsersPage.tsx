/** People who may sign in: create, role, team, language, deactivate, and a one-time sign-in link. Roles as a readable matrix; teams. */
import { useState } from "preact/hooks";
import { Fault } from "../cases/parts.tsx";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Tick } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { type Column, Table } from "../components/Table.tsx";
import { Tabs } from "../components/Tabs.tsx";
import type { PageProps } from "../routes.tsx";
import { address, setQuery } from "../shell/router.ts";
import "./admin.css";
import { LinkDialog } from "./LinkDialog.tsx";
import { Roles } from "./Roles.tsx";
import type { Team, UserRow } from "./shapes.ts";
import { Teams } from "./Teams.tsx";
import { t } from "./texts.ts";
import { UserDialog } from "./UserDialog.tsx";

const VIEWS = ["users", "roles", "teams"] as const;

export function UsersPage(_props: PageProps) {
  const view = VIEWS.find((each) => each === address.value.query.get("view")) ?? "users";
  const teams = useLoaded<{ rows: Team[] }>("/teams");
  return (
    <div class="page">
      <div class="title">
        <h1>{t(`users.view_${view}`)}</h1>
      </div>
      <Tabs
        label={t("users.views")}
        panelId="users-view"
        tabs={VIEWS.map((code) => ({ code, title: t(`users.view_${code}`) }))}
        chosen={view}
        onChoose={(code) => setQuery({ view: code })}
      />
      <div id="users-view" role="tabpanel" aria-labelledby={`users-view-tab-${view}`} class="stack">
        {view === "users" ? <Users teams={teams.value?.rows ?? []} /> : view === "roles" ? <Roles /> : <Teams loaded={teams} />}
      </div>
    </div>
  );
}

function Users({ teams }: { teams: readonly Team[] }) {
  const loaded = useLoaded<{ rows: UserRow[] }>("/users");
  const [edited, setEdited] = useState<UserRow | "new" | null>(null);
  const [linked, setLinked] = useState<UserRow | null>(null);
  const [hasRobots, setRobots] = useState(false);
  const all = loaded.value?.rows ?? [];
  const robots = all.filter((row) => row.is_robot).length;
  const rows = all.filter((row) => hasRobots || !row.is_robot);
  const put = (user: UserRow): void => {
    const isNew = !all.some((row) => row.id === user.id);
    loaded.set({ rows: isNew ? [...all, user] : all.map((row) => (row.id === user.id ? user : row)) });
    if (isNew) setLinked(user);
  };
  return (
    <>
      <div class="row spread">
        {robots > 0 ? (
          <Tick checked={hasRobots} onChange={setRobots}>
            {t("users.robots", { n: robots })}
          </Tick>
        ) : (
          <span />
        )}
        <Button kind="primary" onClick={() => setEdited("new")}>
          {t("users.new")}
        </Button>
      </div>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <Table
        caption={t("users.view_users")}
        columns={columns((row) => setEdited(row), (row) => setLinked(row))}
        rows={rows}
        rowKey={(row) => row.id}
        isBusy={loaded.isBusy}
      />
      {edited ? <UserDialog user={edited === "new" ? null : edited} teams={teams} onSaved={put} onClose={() => setEdited(null)} /> : null}
      {linked ? <LinkDialog user={linked} onClose={() => setLinked(null)} /> : null}
    </>
  );
}

function columns(onEdit: (row: UserRow) => void, onLink: (row: UserRow) => void): Column<UserRow>[] {
  return [
    { code: "login", title: t("users.login"), cell: (row) => <span class="mono">{row.login}</span>, sort: (row) => row.login },
    { code: "name", title: t("users.name"), cell: (row) => row.display_name, sort: (row) => row.display_name },
    { code: "role", title: t("users.role"), cell: (row) => t(`role.${row.role}`), sort: (row) => row.role },
    { code: "team", title: t("users.team"), cell: (row) => row.team?.name ?? "–", sort: (row) => row.team?.name ?? "" },
    {
      code: "active",
      title: t("users.state"),
      cell: (row) => <Badge tone={row.is_active ? "good" : "bad"}>{t(row.is_active ? "users.active" : "users.inactive")}</Badge>,
      sort: (row) => Number(row.is_active),
    },
    { code: "secret", title: t("users.secret"), cell: (row) => t(row.has_password ? "users.has_password" : "users.link_only") },
    { code: "since", title: t("users.since"), cell: (row) => <LocalTime at={row.created_at} />, sort: (row) => row.created_at },
    {
      code: "acts",
      title: t("users.acts"),
      cell: (row) => (
        <span class="row acts">
          <Button label={t("users.edit_of", { name: row.display_name })} onClick={() => onEdit(row)}>
            {t("users.edit")}
          </Button>
          <Button label={t("users.link_of", { name: row.display_name })} disabled={!row.is_active || row.is_robot} onClick={() => onLink(row)}>
            {t("users.link")}
          </Button>
        </span>
      ),
    },
  ];
}
