/** Creating a person or changing one. A login stays as it was made. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field, Select, Tick } from "../components/Field.tsx";
import { toast } from "../components/Toasts.tsx";
import { type Role, ROLES, type Team, type UserRow } from "./shapes.ts";
import { t } from "./texts.ts";

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,63}$/;

interface Props {
  /** null: a new person. */
  user: UserRow | null;
  teams: readonly Team[];
  onSaved: (user: UserRow) => void;
  onClose: () => void;
}

export function UserDialog({ user, teams, onSaved, onClose }: Props) {
  const [login, setLogin] = useState(user?.login ?? "");
  const [name, setName] = useState(user?.display_name ?? "");
  const [role, setRole] = useState<Role>(user?.role ?? "agent");
  const [teamId, setTeamId] = useState(user?.team?.id ?? "");
  const [language, setLanguage] = useState(user?.language ?? "en");
  const [isActive, setActive] = useState(user?.is_active ?? true);
  const { isBusy, run } = useCommand();
  const isLogin = user !== null || LOGIN.test(login);
  const save = (): void =>
    run(async () => {
      const common = { display_name: name.trim(), role, team_id: teamId || null, language };
      const saved = user
        ? await api.put<UserRow>(`/users/${user.id}`, { ...common, is_active: isActive })
        : await api.post<UserRow>("/users", { ...common, login });
      toast(t("user.saved"), { tone: "good" });
      onClose();
      onSaved(saved);
    });
  return (
    <Dialog
      title={user ? t("users.edit_of", { name: user.display_name }) : t("users.new")}
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={isBusy || !isLogin || name.trim() === ""} onClick={save}>
          {t("user.save")}
        </Button>
      }
    >
      {user ? null : (
        <Field
          label={t("users.login")}
          hint={t("user.login_hint")}
          value={login}
          fault={login === "" || isLogin ? null : t("user.login_wrong")}
          holdsFault
          onInput={setLogin}
          input={{ autocapitalize: "none", spellcheck: false, autocomplete: "off" }}
        />
      )}
      <Field label={t("users.name")} value={name} onInput={setName} input={{ maxLength: 200, autocomplete: "off" }} />
      <Select
        label={t("users.role")}
        value={role}
        hint={t(`role_hint.${role}`)}
        options={ROLES.map((each) => ({ value: each, label: t(`role.${each}`) }))}
        onChange={(next) => setRole(next as Role)}
      />
      <Select
        label={t("users.team")}
        value={teamId}
        options={[{ value: "", label: t("user.no_team") }, ...teams.map((team) => ({ value: team.id, label: team.name }))]}
        onChange={setTeamId}
      />
      <Select
        label={t("user.language")}
        value={language}
        options={[
          { value: "en", label: "English" },
          { value: "zh", label: "中文" },
        ]}
        onChange={setLanguage}
      />
      {user ? (
        <>
          <Tick checked={isActive} onChange={setActive}>
            {t("user.may_sign_in")}
          </Tick>
          <p class="small quiet">{t("user.deactivate_hint")}</p>
        </>
      ) : null}
    </Dialog>
  );
}
