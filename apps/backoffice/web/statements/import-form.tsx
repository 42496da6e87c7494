import { Button, LinkButton } from "@openitem/ui/button";
import { FileField, SelectField, TextField } from "@openitem/ui/field";
import { PaneSection } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshCash } from "../cash/refresh.ts";
import { ImportRefused, type ImportResult, sendStatement } from "./send-statement.ts";

const LINES_SHOWN = 5;

/** Takes files of bank statements, one after the other, and says what came of each statement. */
export function ImportForm() {
  const t = useTranslations("statements");
  const words = useTranslations("shell");
  const [files, setFiles] = useState<readonly File[]>([]);
  const [account, setAccount] = useState("");
  const [openFor, setOpenFor] = useState("");
  const [results, setResults] = useState<readonly ImportResult[]>([]);
  const entities = useQuery(api.bank.entities.queryOptions(undefined, { staleTime: 60_000 })).data ?? [];
  const send = useMutation({
    mutationFn: async () => {
      const done: ImportResult[] = [];
      for (const file of files) {
        done.push(await sendStatement(file, { account: account.trim(), openFor }));
        setResults([...done]);
      }
    },
    onSuccess: () => setFiles([]),
    onSettled: refreshCash,
  });
  const sentence = send.error instanceof ImportRefused ? send.error.message : words("unreachable");
  return (
    <>
      <PaneSection title={t("importTitle")}>
        <form
          className="grid gap-2.5"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (files.length > 0 && !send.isPending) send.mutate();
          }}
        >
          <FileField
            key={files.length === 0 ? "empty" : "chosen"}
            name="bank-statement"
            label={t("file")}
            hint={t("fileHint")}
            multiple
            onChange={({ target }) => setFiles([...(target.files ?? [])])}
          />
          <TextField
            name="statement-account"
            label={t("accountNumber")}
            hint={t("accountHint")}
            optional
            maxLength={60}
            value={account}
            onChange={({ target }) => setAccount(target.value)}
          />
          <SelectField
            name="statement-open-for"
            label={t("openFor")}
            value={openFor}
            options={[
              { value: "", label: t("openNone") },
              ...entities.map(({ code, name }) => ({ value: code, label: name })),
            ]}
            onChange={({ target }) => setOpenFor(target.value)}
          />
          {files.length > 1 && <p className="text-ink-2">{t("chosen", { count: files.length })}</p>}
          {send.isError && (
            <p role="alert" className="text-overdue">
              {sentence}
            </p>
          )}
          <div>
            <Button
              type="submit"
              variant="primary"
              aria-busy={send.isPending}
              aria-disabled={files.length === 0}
            >
              {t("import")}
            </Button>
          </div>
        </form>
      </PaneSection>
      <div role="status">
        {results.map((result) => (
          <Result key={`${result.fileName} ${result.statements[0]?.statementId}`} result={result} />
        ))}
      </div>
    </>
  );
}

function Result({ result }: { result: ImportResult }) {
  const t = useTranslations("statements");
  const format = useFormats();
  return (
    <PaneSection title={result.fileName}>
      <p className="text-ink-2">{t("readAs", { format: result.version ?? result.format })}</p>
      {result.accountsCreated.map(({ number, currency, entity }) => (
        <p key={`${number} ${currency}`}>{t("opened", { number, currency, entity })}</p>
      ))}
      <ul className="grid gap-2">
        {result.statements.map((statement) => (
          <li key={statement.statementId}>
            <Status
              state={statement.status === "held" ? "held" : "kept"}
              label={t(`states.${statement.status}`)}
            />{" "}
            <b>
              {statement.account}, {statement.currency}
            </b>{" "}
            {t("counts", { entries: statement.entries, fresh: statement.new, known: statement.known })}{" "}
            <span className="text-ink-2">
              {t("flows", { in: format.decimal(statement.in), out: format.decimal(statement.out) })}
            </span>
            <Sentences tone="text-due" sentences={statement.held} />
            <Sentences tone="text-ink-2" sentences={statement.gaps} />
            <Sentences tone="text-ink-2" sentences={statement.warnings} />
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <LinkButton href="/cash">{t("toMatching")}</LinkButton>
      </p>
    </PaneSection>
  );
}

function Sentences({ tone, sentences }: { tone: string; sentences: readonly string[] }) {
  const t = useTranslations("statements");
  if (sentences.length === 0) return null;
  return (
    <ul className={tone}>
      {sentences.slice(0, LINES_SHOWN).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
      {sentences.length > LINES_SHOWN && <li>{t("more", { count: sentences.length - LINES_SHOWN })}</li>}
    </ul>
  );
}
