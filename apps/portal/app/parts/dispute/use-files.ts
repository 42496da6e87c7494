import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { useTranslations } from "use-intl";
import type { Problem } from "../../answer.ts";
import { type KeptFile, type RefusedFile, tooLarge } from "./kept-file.ts";
import { sendFile } from "./send-file.ts";

/** A file of the form: being sent, kept, or refused. */
export type FormFile = { key: string; name: string } & (
  | { state: "sending"; percent: number }
  | { state: "kept"; file: KeptFile }
  | { state: "refused"; problem: Problem }
);

export type FileLimits = { sizeMaxBytes: number; typeNames: string; mediaTypes: string[]; filesMax: number };

/** The files of a form with script: each is sent as soon as it is chosen, one after the other. */
export function useFiles({
  customerId,
  kept,
  refused,
  limits,
}: {
  customerId: string;
  kept: readonly KeptFile[];
  refused: readonly RefusedFile[];
  limits: FileLimits;
}) {
  const t = useTranslations("disputeForm");
  const { search } = useLocation();
  const [files, setFiles] = useState<FormFile[]>(() => [
    ...kept.map((file): FormFile => ({ key: file.id, name: file.name, state: "kept", file })),
    ...refused.map(
      ({ name, problem }, index): FormFile => ({ key: `refused-${index}`, name, state: "refused", problem }),
    ),
  ]);
  const [said, say] = useState("");
  const queue = useRef<Promise<void>>(Promise.resolve());
  const count = useRef(0);
  // The page may be left while a file is under way.
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const put = (file: FormFile) =>
    setFiles((all) =>
      all.some(({ key }) => key === file.key)
        ? all.map((each) => (each.key === file.key ? file : each))
        : [...all, file],
    );

  async function send(file: File, key: string): Promise<void> {
    const { name } = file;
    const answer = await sendFile(file, customerId, search, (percent) =>
      put({ key, name, state: "sending", percent }),
    );
    if (!isHere.current) return;
    if ("file" in answer) {
      put({ key, name: answer.file.name, state: "kept", file: answer.file });
      say(t("added", { name: answer.file.name }));
      return;
    }
    const problem =
      "problem" in answer
        ? answer.problem
        : {
            code: `file.${answer.failed}`,
            facts: { name },
            sentence: t(answer.failed === "lost" ? "unsent" : "signedOut", { name }),
          };
    put({ key, name, state: "refused", problem });
    say(t("refused", { name }));
  }

  function add(chosen: readonly File[]): void {
    for (const file of chosen) {
      count.current += 1;
      const key = `chosen-${count.current}`;
      const { name, size } = file;
      if (size > limits.sizeMaxBytes) {
        put({ key, name, state: "refused", problem: tooLarge(name, limits.sizeMaxBytes) });
        say(t("refused", { name }));
        continue;
      }
      put({ key, name, state: "sending", percent: 0 });
      queue.current = queue.current.then(() => send(file, key));
    }
  }

  function remove({ key, name, ...file }: FormFile): void {
    setFiles((all) => all.filter((each) => each.key !== key));
    say(t("removed", { name }));
    // Whether it is taken back at once or swept later makes no difference to the form.
    if (file.state === "kept") void fetch(`/files/${file.file.id}/remove${search}`, { method: "POST" });
  }

  return { files, said, add, remove, isSending: files.some(({ state }) => state === "sending") };
}
