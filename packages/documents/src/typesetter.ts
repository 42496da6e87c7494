import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

/** What the typesetter is asked to do. `data` is JSON text, read in the template as a value, never as markup. */
export interface TypesettingJob {
  id: number;
  template: string;
  data: string;
  /** Seconds since the epoch, written to the file as its date of creation. */
  createdAtSeconds: number;
}

/** What comes back: the file, or what the compiler had to say against it. */
export type TypesettingOutcome =
  | { id: number; pdf: Uint8Array<ArrayBuffer> }
  | { id: number; diagnostics: unknown[] };

// typst reads TrueType and OpenType only, not the woff2 files that the screens use.
const fontFiles = [
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf"),
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans/500Medium/IBMPlexSans_500Medium.ttf"),
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf"),
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans-arabic/400Regular/IBMPlexSansArabic_400Regular.ttf"),
  import.meta.resolve(
    "@expo-google-fonts/ibm-plex-sans-arabic/600SemiBold/IBMPlexSansArabic_600SemiBold.ttf",
  ),
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans-jp/400Regular/IBMPlexSansJP_400Regular.ttf"),
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans-jp/600SemiBold/IBMPlexSansJP_600SemiBold.ttf"),
];

if (!parentPort) throw new Error("The typesetter runs as a worker thread only.");
const port = parentPort;
const templates = fileURLToPath(new URL("../templates/", import.meta.url));

// The workspace is the outermost folder a template can read.
const compiler = NodeCompiler.create({
  workspace: templates,
  fontArgs: [{ fontBlobs: fontFiles.map((file) => readFileSync(new URL(file))) }],
});

function typesetJob(job: TypesettingJob): TypesettingOutcome {
  const compiled = compiler.compile({
    mainFilePath: `${templates}${job.template}.typ`,
    inputs: { data: job.data },
  });
  const document = compiled.result;
  if (!document) {
    const error = compiled.takeError();
    return { id: job.id, diagnostics: error ? compiler.fetchDiagnostics(error) : [] };
  }
  const pdf = compiler.pdf(document, { creationTimestamp: job.createdAtSeconds });
  // A copy of its own length, so that it can be handed over instead of cloned.
  return { id: job.id, pdf: new Uint8Array(pdf) };
}

port.on("message", (job: TypesettingJob) => {
  try {
    const outcome = typesetJob(job);
    port.postMessage(outcome, "pdf" in outcome ? [outcome.pdf.buffer] : []);
  } catch (error) {
    port.postMessage({
      id: job.id,
      diagnostics: [error instanceof Error ? error.message : String(error)],
    } satisfies TypesettingOutcome);
  }
  // Nothing of one customer's paper stays in memory for the next.
  compiler.evictCache(0);
});
