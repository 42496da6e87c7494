// Plain JavaScript for the machine's own Node: installs first, then runs every check under Node 26.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bin, ensureInstalled, fail, root, state, toolEnv } from "./install.mjs";

const reports = join(state, "test");
const vitestReport = join(reports, "vitest.json");
const crashReport = join(reports, "crashes.json");
const playwrightReport = join(reports, "playwright.json");

/** In the order in which they run. A step without `count` counts as one. */
const steps = [
  { name: "lint", command: ["biome", "ci", "--colors=off", "--max-diagnostics=50", "."] },
  {
    name: "types",
    command: ["turbo", "run", "types", "--output-logs=errors-only", "--ui=stream", "--continue=always"],
  },
  { name: "script types", command: ["tsc", "--noEmit", "-p", "scripts"] },
  {
    name: "boundaries",
    command: ["depcruise", "--config", ".dependency-cruiser.cjs", "apps", "packages", "e2e", "bench"],
  },
  { name: "unused", command: ["knip", "--no-progress"] },
  {
    name: "vitest",
    command: ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`],
    env: { NODE_ENV: "test", FORCE_COLOR: "0" },
    count: () => countOfVitest(vitestReport),
  },
  {
    name: "build",
    command: ["turbo", "run", "build", "--output-logs=new-only", "--ui=stream"],
    env: { NODE_ENV: "production" },
  },
  {
    name: "crashes",
    command: [
      "vitest",
      "run",
      "--config=e2e/vitest.config.ts",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${crashReport}`,
    ],
    env: { NODE_ENV: "test", FORCE_COLOR: "0" },
    count: () => countOfVitest(crashReport),
  },
  {
    name: "browser",
    command: ["playwright", "test", "--config", "e2e/playwright.config.ts"],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport, FORCE_COLOR: "0" },
    count: () => {
      const { expected, flaky, unexpected } = JSON.parse(readFileSync(playwrightReport, "utf8")).stats;
      // A test that passes at the second try is a test that failed.
      return { passed: expected, failed: unexpected + flaky };
    },
  },
];

const only = chosen(process.argv.slice(2));
let running;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    running?.kill(signal);
    process.exitCode = 130;
    setTimeout(() => process.exit(130), 15_000).unref();
  });

try {
  await ensureInstalled();
  const total = { passed: 0, failed: 0 };
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  for (const step of steps) {
    if (process.exitCode === 130) break;
    if (only && !only.has(step.name)) continue;
    const since = Date.now();
    const { code, output } = await run(step);
    const { passed, failed } = countOf(step, code);
    total.passed += passed;
    total.failed += failed;
    const figures = step.count ? `${passed} passed, ${failed} failed` : code === 0 ? "passed" : "failed";
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    if (failed > 0) console.log(`\n${output.trimEnd()}\n`);
    console.log(`${step.name.padEnd(18)}${seconds.padStart(7)} s   ${figures}`);
  }
  if (total.failed > 0 && process.exitCode !== 130) process.exitCode = 1;
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
} catch (error) {
  fail(error);
}

function countOfVitest(report) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
  return { passed: numPassedTests, failed: numFailedTests };
}

/** What a step adds to the sums. One that ends badly without a failed test counts as one failure itself. */
function countOf(step, code) {
  if (!step.count) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  let counted = { passed: 0, failed: 0 };
  try {
    counted = step.count();
  } catch (error) {
    if (code === 0) console.error(`The report of ${step.name} cannot be read: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

function run({ command: [tool, ...args], env }) {
  return new Promise((resolve) => {
    let output = "";
    running = spawn(join(bin, tool), args, {
      cwd: root,
      env: toolEnv(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [running.stdout, running.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    running.on("error", (error) => resolve({ code: 1, output: error.message }));
    running.on("close", (code, signal) => resolve({ code: signal ? 1 : code, output }));
  });
}

/** `--only lint,vitest` runs some of the steps; left out, all. */
function chosen(args) {
  const at = args.indexOf("--only");
  if (at === -1) return undefined;
  const names = (args[at + 1] ?? "").split(",");
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no step "${unknown[0]}": choose from ${steps.map((step) => step.name).join(", ")}.`,
    );
    process.exit(1);
  }
  return new Set(names);
}
