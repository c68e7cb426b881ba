/** The texts of the pages of importing. */
import { wordsOf } from "../cases/catalogue.ts";
import { inLanguage, speaker } from "../texts/language.ts";
import type { Field } from "./shapes.ts";
import { en } from "./texts.en.ts";
import { zh } from "./texts.zh.ts";

export const t = speaker(en, zh);

/** The name of a field of the record by its key, as the server names it. */
export function fieldName(fields: readonly Field[], key: string): string {
  const field = fields.find((each) => each.key === key);
  return field ? inLanguage(field) : wordsOf(key);
}
