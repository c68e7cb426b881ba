/** The texts of the pages of rules. */
import { speaker } from "../texts/language.ts";
import { en } from "./texts.en.ts";
import { zh } from "./texts.zh.ts";

export const t = speaker(en, zh);
