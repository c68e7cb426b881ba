/** The form of a new fact: which fields a kind needs, and the fact they make. Pure. */
import type { FactBody } from "./shapes.ts";

export type FactKind = "hold" | "consent" | "opt_out" | "stated_time" | "zone" | "number" | "relation" | "notice" | "lifting_fact";
export const FACT_KINDS: readonly FactKind[] = ["hold", "opt_out", "stated_time", "number", "zone", "consent", "relation", "notice", "lifting_fact"];

/** Kinds within a kind, as the server names them; holds come from its catalogue. */
export const KINDS = {
  consent: ["extra_calls", "hours_waiver", "sms", "ecomm", "tcpa_express"],
  number: ["wrong_number", "not_in_service", "reassigned", "work_number"],
  relation: ["requested_contact", "earlier_incomplete", "consumer_consented", "refused"],
  notice: ["collection_notice", "medical_debt_notice"],
  lifting_fact: ["attorney_unresponsive", "attorney_consents", "verification_sent"],
} as const;

export interface FactForm {
  what: FactKind;
  kind: string;
  channel: string;
  point: string;
  relation: string;
  hold: string;
  zone: string;
  days: number[];
  start: string;
  end: string;
  until: string;
  scope: "" | "person" | "case";
}

export const EMPTY: FactForm = {
  what: "hold",
  kind: "",
  channel: "",
  point: "",
  relation: "",
  hold: "",
  zone: "",
  days: [0, 1, 2, 3, 4, 5, 6],
  start: "08:00",
  end: "10:00",
  until: "",
  scope: "",
};

export function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** The fact as it is sent; null while something is missing. */
export function factOfForm(form: FactForm): FactBody["fact"] | null {
  const ends_at = form.until === "" ? null : new Date(form.until).toISOString();
  const contact_point_id = form.point || null;
  const channels = form.channel === "" ? [] : [form.channel];
  const channel = form.channel || null;
  switch (form.what) {
    case "hold": {
      const whole_person = form.scope === "" ? null : form.scope === "person";
      return form.kind ? { what: "hold", kind: form.kind, whole_person, channels, contact_point_id, ends_at } : null;
    }
    case "opt_out":
      return channel ? { what: "opt_out", channel, contact_point_id } : null;
    case "stated_time":
      if (form.days.length === 0 || form.start === form.end) return null;
      return { what: "stated_time", days: form.days, start_minute: minutesOf(form.start), end_minute: minutesOf(form.end), channels, ends_at };
    case "number":
      return form.kind && contact_point_id ? { what: "number", kind: form.kind, contact_point_id } : null;
    case "zone":
      return form.zone.includes("/") ? { what: "zone", zone: form.zone.trim() } : null;
    case "consent":
      return form.kind ? { what: "consent", kind: form.kind, channel, contact_point_id, this_case: form.scope === "case", valid_days: null, ends_at } : null;
    case "relation":
      return form.kind && form.relation ? { what: "relation", kind: form.kind, relation_id: form.relation } : null;
    case "notice":
      return form.kind ? { what: "notice", kind: form.kind, sent_at: null, this_case: true } : null;
    case "lifting_fact":
      return form.kind && form.hold ? { what: "lifting_fact", kind: form.kind, hold_id: form.hold } : null;
  }
}
