/** Importing a lender's file in four steps: file, columns, preview, result. Nothing is written before the last one is asked for. */
import { useEffect, useState } from "preact/hooks";
import { hear } from "../api/live.ts";
import { useLoaded } from "../components/loading.ts";
import type { PageProps } from "../routes.tsx";
import { ColumnsStep } from "./ColumnsStep.tsx";
import { FileStep } from "./FileStep.tsx";
import "./importing.css";
import { PastImports } from "./PastImports.tsx";
import { PreviewStep } from "./PreviewStep.tsx";
import { ResultStep } from "./ResultStep.tsx";
import type { Batch, Recipe, Uploaded } from "./shapes.ts";
import { t } from "./texts.ts";

const STEPS = ["file", "columns", "preview", "result"] as const;
type Step = (typeof STEPS)[number];

/** The request as decided so far; `recipe` has the columns as a person accepted them. */
export interface Plan {
  file: Uploaded;
  creditor: string;
  recipe: Recipe;
}

export function ImportPage(_props: PageProps) {
  const [step, setStep] = useState<Step>("file");
  const [file, setFile] = useState<Uploaded | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [batchId, setBatchId] = useState<string | null>(null);
  const past = useLoaded<{ rows: Batch[] }>("/imports");
  useEffect(
    () =>
      hear<Batch>("import", (batch) => {
        if (batch.state !== "applying" && batch.state !== "staged") past.reload();
      }),
    [past.reload],
  );
  const startOver = (): void => {
    setFile(null);
    setPlan(null);
    setBatchId(null);
    setStep("file");
  };
  return (
    <div class="page">
      <div class="title">
        <h1>{t("import.title")}</h1>
      </div>
      <ol class="steps" aria-label={t("import.steps")}>
        {STEPS.map((each, at) => (
          <li key={each} aria-current={each === step ? "step" : undefined}>
            <span class="figures">{at + 1}</span> {t(`step.${each}`)}
          </li>
        ))}
      </ol>
      {step === "file" ? (
        <FileStep
          onFound={(found) => {
            setFile(found);
            setPlan(null);
            setStep("columns");
          }}
        />
      ) : null}
      {step === "columns" && file ? (
        <ColumnsStep
          file={file}
          plan={plan}
          onBack={startOver}
          onReady={(next) => {
            setPlan(next);
            setStep("preview");
          }}
        />
      ) : null}
      {step === "preview" && plan ? (
        <PreviewStep
          plan={plan}
          onBack={() => setStep("columns")}
          onStarted={(id) => {
            setBatchId(id);
            setStep("result");
            past.reload();
          }}
        />
      ) : null}
      {step === "result" && batchId ? <ResultStep key={batchId} batchId={batchId} onChanged={past.reload} onAgain={startOver} /> : null}
      <PastImports
        loaded={past}
        onOpen={(id) => {
          setBatchId(id);
          setStep("result");
          scrollTo(0, 0);
        }}
      />
    </div>
  );
}
