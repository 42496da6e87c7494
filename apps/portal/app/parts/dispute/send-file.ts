import type { UploadAnswer } from "./kept-file.ts";

/** What became of a file that was sent by itself; `lost`: no answer of ours came, `signed_out`: nobody is signed in. */
export type SendFileResult = UploadAnswer | { failed: "lost" | "signed_out" };

/** Sends one file and tells how far it has come, in per cent. Never throws: what goes wrong is an answer. */
export function sendFile(
  file: File,
  customerId: string,
  search: string,
  onProgress: (percent: number) => void,
): Promise<SendFileResult> {
  const form = new FormData();
  form.append("customerId", customerId);
  form.append("file", file);
  return new Promise((resolve) => {
    // The only way a browser tells how much of a body it has sent.
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(Math.floor((loaded / total) * 100));
    };
    request.onerror = () => resolve({ failed: "lost" });
    request.onload = () => resolve(answerOf(request));
    request.open("POST", `/files${search}`);
    request.send(form);
  });
}

function answerOf(request: XMLHttpRequest): SendFileResult {
  if (new URL(request.responseURL).pathname === "/sign-in") return { failed: "signed_out" };
  if (!request.getResponseHeader("content-type")?.startsWith("application/json")) return { failed: "lost" };
  return JSON.parse(request.responseText) as UploadAnswer;
}
