/** The typed line of all hours. It takes effect while it is typed, as soon as it can be read; until then it marks the place it cannot read. */
import { useEffect, useState } from "preact/hooks";
import { Field } from "../components/Field.tsx";
import { language } from "../texts/language.ts";
import { t } from "./texts.ts";
import { sameDocument, type WindowsDocument } from "./windows_document.ts";
import { readLine, writeLine } from "./windows_line.ts";

interface Props {
  windows: WindowsDocument;
  /** Whose holidays "holidays" means. */
  region?: string | undefined;
  onChange: (windows: WindowsDocument) => void;
}

export function WindowsLine({ windows, region, onChange }: Props) {
  const written = (): string => writeLine(windows, language.value);
  const [typed, setTyped] = useState(written);
  const reading = readLine(typed, { region });
  const problem = reading.problem;
  const isOurs = reading.document !== null && sameDocument(reading.document, windows);
  const stands = JSON.stringify(windows);
  useEffect(() => {
    if (!isOurs) setTyped(written());
  }, [stands, language.value]);
  const input = (value: string): void => {
    setTyped(value);
    const next = readLine(value, { region });
    if (next.document) onChange(next.document);
  };
  return (
    <div class="windows-line">
      <Field
        label={t("windows.line")}
        hint={t("windows.line_hint")}
        value={typed}
        holdsFault
        fault={problem ? t(`windows.problem.${problem.code}`, { piece: problem.piece }) : null}
        input={{ spellcheck: false, autocomplete: "off" }}
        onInput={input}
      />
      <p class="line-place small" aria-hidden="true">
        {problem && problem.piece.trim() ? (
          <>
            {t("windows.here")} {typed.slice(0, problem.from)}
            <mark>{typed.slice(problem.from, problem.to)}</mark>
            {typed.slice(problem.to)}
          </>
        ) : null}
      </p>
    </div>
  );
}
