/** The texts of the shell, the components, the agent panel, the floor and sign-in. Other folders have a pair of their own. */
import { en as agentEn } from "./agent.en.ts";
import { zh as agentZh } from "./agent.zh.ts";
import { en as shellEn } from "./en.ts";
import { en as floorEn } from "./floor.en.ts";
import { zh as floorZh } from "./floor.zh.ts";
import { speaker } from "./language.ts";
import { zh as shellZh } from "./zh.ts";

const en = { ...shellEn, ...agentEn, ...floorEn };
const zh: Record<keyof typeof en, string> = { ...shellZh, ...agentZh, ...floorZh };

export type TextKey = keyof typeof en;
export const t = speaker(en, zh);
