/** The texts of the pages of campaigns and buckets. */
import { speaker } from "../texts/language.ts";
import { en } from "./texts.en.ts";
import { zh } from "./texts.zh.ts";

export const t = speaker(en, zh);
