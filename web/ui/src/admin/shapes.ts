/** What the server says about users, teams, health, settings and the audit log. */
import type * as schema from "../api/schema.ts";

export type UserRow = schema.UserShape;
export type Team = schema.Named;
export type RoleRow = schema.RoleShape;
export type OneTimeLink = schema.LinkShape;
export type HealthPart = schema.HealthPart;
export type SettingRow = schema.SettingShape;
export type AuditRow = schema.AuditRow;
export type Role = UserRow["role"];

export const ROLES: readonly Role[] = ["agent", "manager", "reviewer", "supervisor", "administrator", "auditor"];
