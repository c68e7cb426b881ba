/** Names of products, which lenders write as codes in their files. */
import { t } from "./texts.ts";

/** "credit_card" → "Credit card"; a product without a name of ours is shown as it was written, with blanks. */
export function productName(code: string): string {
  const words = code.replaceAll("_", " ").trim();
  const known = code.trim().toLowerCase().replaceAll(/[\s-]+/g, "_");
  return t.coded(`product.${known}`, words.charAt(0).toUpperCase() + words.slice(1));
}
