/** Which page stands at which address, who sees it in the header, and where each role starts. Pages load when opened. */
import type { ComponentType } from "preact";
import type { TextKey } from "./texts/texts.ts";

export interface PageProps {
  params: Record<string, string>;
}

export interface Route {
  pattern: string;
  /** Right of the server that opens it; null: any role. */
  right: string | null;
  /** Text in the header; null: reached from other pages only. */
  nav: TextKey | null;
  load: () => Promise<ComponentType<PageProps>>;
}

export const ROUTES: readonly Route[] = [
  { pattern: "/agent", right: "take_calls", nav: "nav.agent", load: async () => (await import("./agent/AgentPage.tsx")).AgentPage },
  { pattern: "/floor", right: "see_floor", nav: "nav.floor", load: async () => (await import("./floor/FloorPage.tsx")).FloorPage },
  { pattern: "/campaigns", right: "run_campaigns", nav: "nav.campaigns", load: async () => (await import("./manager/ManagerPage.tsx")).ManagerPage },
  { pattern: "/campaigns/:id", right: "run_campaigns", nav: null, load: async () => (await import("./manager/CampaignPage.tsx")).CampaignPage },
  {
    pattern: "/campaigns/:id/forecast",
    right: "run_campaigns",
    nav: null,
    load: async () => (await import("./manager/ForecastPage.tsx")).ForecastPage,
  },
  { pattern: "/buckets", right: "run_campaigns", nav: "nav.buckets", load: async () => (await import("./manager/BucketsPage.tsx")).BucketsPage },
  { pattern: "/rules", right: "see_floor", nav: "nav.rules", load: async () => (await import("./rules/RulesPage.tsx")).RulesPage },
  { pattern: "/rules/:id", right: "see_floor", nav: null, load: async () => (await import("./rules/RulePage.tsx")).RulePage },
  { pattern: "/import", right: "import", nav: "nav.import", load: async () => (await import("./importing/ImportPage.tsx")).ImportPage },
  { pattern: "/cases", right: "see_cases", nav: "nav.cases", load: async () => (await import("./cases/CasesPage.tsx")).CasesPage },
  { pattern: "/cases/:id", right: "see_cases", nav: null, load: async () => (await import("./cases/CasePage.tsx")).CasePage },
  { pattern: "/quality", right: "review", nav: "nav.quality", load: async () => (await import("./quality/QualityPage.tsx")).QualityPage },
  { pattern: "/quality/:id", right: "review", nav: null, load: async () => (await import("./quality/ReviewPage.tsx")).ReviewPage },
  { pattern: "/users", right: "manage_users", nav: "nav.users", load: async () => (await import("./admin/UsersPage.tsx")).UsersPage },
  { pattern: "/health", right: "manage_users", nav: "nav.health", load: async () => (await import("./admin/HealthPage.tsx")).HealthPage },
  { pattern: "/audit", right: "audit", nav: "nav.audit", load: async () => (await import("./admin/AuditPage.tsx")).AuditPage },
];

const HOMES: Record<string, string> = {
  agent: "/agent",
  manager: "/campaigns",
  reviewer: "/quality",
  supervisor: "/floor",
  administrator: "/users",
  auditor: "/cases",
};

export function homeOf(role: string): string {
  return HOMES[role] ?? "/cases";
}
