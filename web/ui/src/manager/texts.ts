/** The texts of the pages of campaigns and buckets. */
import { speaker } from "../texts/language.ts";
import { en as forecastEn } from "./forecast.en.ts";
import { zh as forecastZh } from "./forecast.zh.ts";
import { en } from "./texts.en.ts";
import { zh } from "./texts.zh.ts";
import { en as windowsEn } from "./windows.en.ts";
import { zh as windowsZh } from "./windows.zh.ts";

export const t = speaker({ ...en, ...windowsEn, ...forecastEn }, { ...zh, ...windowsZh, ...forecastZh });
