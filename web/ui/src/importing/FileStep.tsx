/** Choosing or dropping a file; the server says what it looks like. */
import { useRef, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Fault } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import type { Uploaded } from "./shapes.ts";
import { t } from "./texts.ts";

export function FileStep({ onFound }: { onFound: (found: Uploaded) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const send = async (file: File | undefined): Promise<void> => {
    if (!file || name !== null) return;
    setName(file.name);
    setFault(null);
    try {
      const form = new FormData();
      form.set("file", file);
      onFound(await api.upload<Uploaded>("/imports/files", form));
    } catch (error) {
      setFault(error);
      setName(null);
    }
  };
  return (
    <section
      class={`card stack drop ${isOver ? "over" : ""}`}
      aria-label={t("step.file")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void send(event.dataTransfer?.files[0]);
      }}
    >
      <p>{t("file.explained")}</p>
      <input
        ref={input}
        class="unseen"
        type="file"
        tabIndex={-1}
        aria-label={t("file.choose")}
        accept=".csv,.tsv,.txt,.xlsx"
        onChange={(event) => void send(event.currentTarget.files?.[0])}
      />
      <div class="row">
        <Button kind="primary" disabled={name !== null} onClick={() => input.current?.click()}>
          {t("file.choose")}
        </Button>
        <span class="quiet" role="status">
          {name === null ? t("file.or_drop") : t("file.reading", { name })}
        </span>
      </div>
      <Fault fault={fault} />
    </section>
  );
}
