/**
 * The architecture, as rules that fail the build: db <- domain <- apps. Type imports count too, except where a rule
 * says `value`: a type costs nothing at run time and ties nobody to how a thing is done.
 */
const value = { dependencyTypesNot: ["type-only"] };
const tests = "(/test-[^/]+\\.ts$|\\.test\\.tsx?$|^(packages|apps)/.*/test/)";
const npm = (...names) => `(^|node_modules/)(${names.join("|")})(/|$)`;

/** The first words of files that act. A new verb is added here; whatever else a file is called, it holds pure rules. */
const verbs = `
  add accept adopt agree announce answer apply ask assign attach audit build cancel carry change check close confirm contest create
  decide declare deliver detach dispatch drain end enqueue expire explain export fetch file find finish follow found give grant import
  insert invite issue judge keep lapse learn lift list load lock mail make mark merge move note open place plan post prepare preview process raise
  read realise rebuild receive record refresh refund refuse register relay release remember remind remove reopen replay reply reserve reset
  resolve return reverse revoke route run save schedule search send serve set settle share sign split start store submit
  sweep switch take tell tie total transact unapply undo untie update use verify weigh withdraw write
`
  .trim()
  .split(/\s+/);
/** Files of the domain that speak to one outside thing each and translate it; everything else goes through them. */
const adapters = [
  "payments/stripe(-calls|-intents|-methods)?",
  "files/(storage|clamd)",
  "messages/resend(-inbox)?",
  "access/(portal|staff)-auth",
  "access/auth-options",
  "jobs/worker",
  "demo/[^/]+",
];
/** Text of queries that others run: it knows the database's language and touches nothing. */
const queries = [
  "[^/]+/checks",
  "cash/waiting-lines",
  "customers/aged-customers",
  "items/(begins-with|item-state)",
  "holds/claims",
];

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      comment: "What needs each other at run time is one thing, or one of them knows too much.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: value },
    },
    {
      name: "everything-resolves",
      comment: "An import that leads nowhere escapes the other rules.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "(^|/)\\+types/|^virtual:|\\.css$" },
    },
    {
      name: "db-knows-nobody",
      severity: "error",
      from: { path: "^packages/db/" },
      to: { path: "^(packages/(?!db/)|apps/|e2e/|bench/)" },
    },
    {
      name: "readers-know-nobody",
      comment: "Bytes in, data out.",
      severity: "error",
      from: { path: "^packages/readers/" },
      to: { path: "^(packages/(?!readers/)|apps/|e2e/|bench/)" },
    },
    {
      name: "domain-knows-no-app",
      comment: "Only db and readers are below the domain; documents and mail are handed in by the apps.",
      severity: "error",
      from: { path: "^packages/domain/", pathNot: tests },
      to: { path: "^(packages/(?!(db|domain|readers)/)|apps/|e2e/|bench/)" },
    },
    {
      name: "domain-tests-know-stand-ins",
      comment: "What speaks to Stripe is tried against its stand-in; nothing else from above is needed.",
      severity: "error",
      from: { path: "^packages/domain/(test/|.*/test/|.*\\.test\\.ts$)" },
      to: { path: "^(packages/(?!(db|domain|readers|sandbox)/)|apps/|e2e/|bench/)" },
    },
    {
      name: "domain-knows-no-web",
      comment: "No React, no router, no tRPC, no HTTP in the domain.",
      severity: "error",
      from: { path: "^packages/domain/src/" },
      to: {
        path: `${npm("react", "react-dom", "react-router", "@react-router/[^/]+", "hono", "@hono/[^/]+", "@trpc/[^/]+", "express")}|^(node:)?https?$`,
      },
    },
    {
      name: "nouns-are-pure",
      comment:
        "A file named by a noun holds rules: it may know the shape of rows, but touches nothing. Verbs act.",
      severity: "error",
      from: {
        path: "^packages/domain/src/[^/]+/",
        pathNot: `/(${verbs.join("|")})(-|\\.ts$)|^packages/domain/src/(${[...adapters, ...queries].join("|")})\\.ts$|${tests}`,
      },
      to: {
        path: `^packages/db/|${npm("drizzle-orm", "postgres", "stripe", "resend", "better-auth", "graphile-worker")}|^(node:)?(fs|fs/promises|net|child_process|worker_threads)$`,
        // Ids are made, not fetched.
        pathNot: "^packages/db/src/ids\\.ts$",
        ...value,
      },
    },
    {
      name: "one-gateway-each",
      comment: "Stripe and Resend are spoken to in one module; elsewhere only their types are known.",
      severity: "error",
      from: {
        path: "^(packages|apps)/",
        pathNot: `^packages/sandbox/|^packages/domain/src/(${adapters.join("|")})\\.ts$|${tests}`,
      },
      to: { path: npm("stripe", "resend"), ...value },
    },
    {
      name: "apps-write-no-queries",
      comment: "Routes and routers call commands and reads of the domain.",
      severity: "error",
      from: { path: "^apps/", pathNot: tests },
      to: { path: `^packages/db/src/schema/|${npm("drizzle-orm", "postgres")}` },
    },
    {
      name: "apps-are-strangers",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "browser-knows-no-server",
      comment: "The single-page app knows the types of the API, and nothing that runs on the server.",
      severity: "error",
      from: { path: "^apps/backoffice/web/", pathNot: tests },
      to: { path: "^(apps/backoffice/server|packages/(db|documents|mail|sandbox))/", ...value },
    },
    {
      name: "ui-knows-no-business",
      comment: "Props in, markup out.",
      severity: "error",
      from: { path: "^packages/ui/" },
      to: { path: "^(packages/(?!ui/)|apps/)" },
    },
    {
      name: "leaves-know-types-only",
      comment: "Documents, mails and stand-ins are told what to say; they ask the domain nothing.",
      severity: "error",
      from: { path: "^packages/(documents|mail|sandbox)/", pathNot: tests },
      to: { path: "^(packages/(db|domain)/|apps/)", ...value },
    },
    {
      name: "products-need-no-stand-in",
      comment: "Stand-ins are started beside the apps, never inside of them.",
      severity: "error",
      from: { path: "^apps/", pathNot: tests },
      to: { path: "^packages/sandbox/" },
    },
    {
      name: "banned",
      comment: "xlsx is unmaintained on npm; jspdf draws what typst sets.",
      severity: "error",
      from: {},
      to: { path: npm("xlsx", "jspdf") },
    },
  ],
  options: {
    // The compiler is TypeScript 7, which has no API in JavaScript: swc reads the files instead.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: {
      path: "^(apps|packages)/[^/]+/(\\.react-router|build|dist)/|^e2e/(test-results|playwright-report)/",
    },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".js"],
    },
  },
};
