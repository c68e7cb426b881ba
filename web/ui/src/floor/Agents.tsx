/** The agents' table with its two acts: free an agent who is stuck (with a reason), send a message. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import type { AgentState, FloorAgent } from "../api/shapes.ts";
import { Badge, type Tone } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field } from "../components/Field.tsx";
import { Elapsed } from "../components/Figures.tsx";
import { type Column, Table } from "../components/Table.tsx";
import { faultSentence, toast } from "../components/Toasts.tsx";
import { may } from "../shell/session.ts";
import { t } from "../texts/texts.ts";

const TONES: Record<AgentState, Tone> = {
  offline: "plain",
  ready: "accent",
  preview: "warn",
  reserved: "accent",
  talking: "good",
  wrapping_up: "warn",
  break: "note",
  lost: "bad",
};
/** A browser answers a ping each 5 s; twice that is worth a look. */
const OLD_LINK_S = 10;

type Asked = { act: "unstick" | "message"; agent: FloorAgent } | null;

export function Agents({ agents, isBusy }: { agents: readonly FloorAgent[]; isBusy: boolean }) {
  const [asked, setAsked] = useState<Asked>(null);
  const columns: Column<FloorAgent>[] = [
    { code: "name", title: t("floor.name"), sort: (row) => row.name, cell: (row) => <Name agent={row} /> },
    { code: "team", title: t("floor.team"), sort: (row) => row.team?.name ?? "", cell: (row) => row.team?.name ?? "–" },
    {
      code: "state",
      title: t("floor.state"),
      sort: (row) => row.state,
      cell: (row) => <Badge tone={TONES[row.state]}>{stateText(row)}</Badge>,
    },
    { code: "since", title: t("floor.since"), isNumber: true, sort: (row) => -Date.parse(row.since), cell: (row) => <Elapsed since={row.since} /> },
    { code: "cause", title: t("floor.cause"), cell: (row) => causeText(row) },
    { code: "campaign", title: t("floor.campaign"), sort: (row) => row.campaign?.name ?? "", cell: (row) => row.campaign?.name ?? "–" },
    { code: "link", title: t("floor.link"), isNumber: true, sort: (row) => row.link.age_s ?? -1, cell: (row) => <LinkAge agent={row} /> },
    ...(may("unstick") ? [{ code: "acts", title: t("floor.acts"), cell: (row: FloorAgent) => <Acts agent={row} onAsk={setAsked} /> }] : []),
  ];
  return (
    <>
      <Table caption={t("floor.agents")} columns={columns} rows={agents} rowKey={(row) => row.id} isBusy={isBusy} empty={t("floor.no_agents")} />
      {asked ? <Ask asked={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

function stateText(agent: FloorAgent): string {
  return agent.state === "reserved" ? t("floor.state_reserved") : t.coded(`state.${agent.state}`, agent.state);
}

/** Some causes are told to the agent as "you"; here they are told of the agent. */
function causeText({ cause }: FloorAgent): string {
  return t.coded(`floor.cause.${cause}`, t.coded(`cause.${cause}`, cause.replaceAll("_", " ")));
}

function Name({ agent }: { agent: FloorAgent }) {
  return (
    <>
      {agent.name} {agent.robot ? <span class="small quiet">({t("floor.robot")})</span> : null}
    </>
  );
}

function LinkAge({ agent }: { agent: FloorAgent }) {
  const age = agent.link.age_s;
  if (age === null) return <span class="quiet">{agent.robot ? "–" : t("floor.no_link")}</span>;
  const text = t("floor.seconds", { n: Math.round(age) });
  return age > OLD_LINK_S ? <Badge tone="warn">{text}</Badge> : <span>{text}</span>;
}

function Acts({ agent, onAsk }: { agent: FloorAgent; onAsk: (asked: Asked) => void }) {
  return (
    <span class="row">
      <Button label={t("floor.unstick_of", { name: agent.name })} onClick={() => onAsk({ act: "unstick", agent })}>
        {t("floor.unstick")}
      </Button>
      {agent.robot ? null : (
        <Button label={t("floor.message_to", { name: agent.name })} onClick={() => onAsk({ act: "message", agent })}>
          {t("floor.message")}
        </Button>
      )}
    </span>
  );
}

function Ask({ asked, onClose }: { asked: NonNullable<Asked>; onClose: () => void }) {
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const { act, agent } = asked;
  const isUnstick = act === "unstick";
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await api.post(`/floor/agents/${agent.id}/${act}`, isUnstick ? { reason: text.trim() } : { text: text.trim() });
      toast(t(isUnstick ? "floor.unstuck" : "floor.sent", { name: agent.name }), { tone: "good" });
      onClose();
    } catch (error) {
      setFault(faultSentence(error));
    }
  };
  return (
    <Dialog title={t(isUnstick ? "floor.unstick_of" : "floor.message_to", { name: agent.name })} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        {isUnstick ? (
          <p>{agent.call ? t("floor.unstick_call") : t("floor.unstick_text")}</p>
        ) : null}
        <Field
          label={t(isUnstick ? "floor.reason" : "floor.text")}
          value={text}
          onInput={setText}
          fault={fault}
          holdsFault
          input={{ required: true, maxLength: 200 }}
        />
        <div class="row">
          <Button kind={isUnstick ? "danger" : "primary"} type="submit" disabled={text.trim() === ""}>
            {t(isUnstick ? "floor.unstick" : "floor.send")}
          </Button>
          <Button onClick={onClose}>{t("dialog.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
