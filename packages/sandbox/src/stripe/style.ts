/** The style sheet of the stand-in's pages: quiet paper, light and dark, whole at 390 px. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --page: light-dark(#ffffff, #101516); --sunk: light-dark(#f3f6f6, #171d1f);
  --ink: light-dark(#142021, #e9eeee); --ink-2: light-dark(#455556, #aebabb);
  --rule: light-dark(#dbe2e2, #2b3436); --edge: light-dark(#788889, #748485);
  --action: light-dark(#0b5c68, #74cbd9); --action-ink: light-dark(#ffffff, #06252a);
  --overdue: light-dark(#a62c1a, #ff9d88); --overdue-soft: light-dark(#fbeeea, #331d19);
  --due: light-dark(#805300, #e3b352); --due-soft: light-dark(#faf2e0, #2d2413);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 400 1rem/1.5 "IBM Plex Sans Variable", "IBM Plex Sans", system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-inline-size: 34rem; margin-inline: auto; padding: 2rem 1rem 4rem; }
main.wide { max-inline-size: 76rem; }
h1 { font-size: 1.625rem; line-height: 2rem; font-weight: 600; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; line-height: 1.75rem; font-weight: 600; margin: 2.5rem 0 .5rem; }
p { margin: 0 0 .75rem; max-inline-size: 68ch; }
a { color: var(--action); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--action); outline-offset: 2px; border-radius: 3px; }
.note { background: var(--due-soft); color: var(--ink); border-inline-start: 3px solid var(--due); padding: .75rem 1rem; margin: 0 0 1.5rem; }
.refused { background: var(--overdue-soft); border-inline-start: 3px solid var(--overdue); padding: .75rem 1rem; margin: 0 0 1.5rem; }
h1 + .note { margin-block-start: 1rem; }
.quiet { color: var(--ink-2); font-size: .875rem; line-height: 1.25rem; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; padding: .5rem .75rem .5rem 0; border-block-end: 1px solid var(--rule); vertical-align: baseline; overflow-wrap: anywhere; }
th { font-size: .75rem; font-weight: 400; color: var(--ink-2); }
td:last-child, th:last-child { padding-inline-end: 0; }
.amount { text-align: end; white-space: nowrap; overflow-wrap: normal; }
tfoot td, tfoot th { border-block-start: 1px solid var(--ink); border-block-end: 3px double var(--ink); font-weight: 600; font-size: 1rem; color: var(--ink); }
fieldset { border: 0; padding: 0; margin: 2rem 0 1.5rem; }
legend { font-size: 1.25rem; line-height: 1.75rem; font-weight: 600; padding: 0; margin-block-end: .5rem; }
.choice { display: flex; gap: .75rem; align-items: baseline; padding: .625rem 0; border-block-end: 1px solid var(--rule); cursor: pointer; }
.choice input { accent-color: var(--action); inline-size: 1.125rem; block-size: 1.125rem; flex: none; transform: translateY(.15rem); }
.choice span span { display: block; }
button { font: inherit; font-weight: 600; min-block-size: 2.75rem; padding: .5rem 1.25rem; border-radius: 6px; border: 1px solid var(--edge); background: transparent; color: var(--ink); cursor: pointer; }
button.primary { background: var(--action); border-color: var(--action); color: var(--action-ink); inline-size: 100%; }
.back { display: block; text-align: center; margin-block-start: 1rem; padding: .5rem; }
.scroll { overflow-x: auto; }
.scroll table { min-inline-size: 44rem; font-size: .8125rem; line-height: 1.125rem; }
.row { display: flex; flex-wrap: wrap; gap: .375rem; }
.row form { margin: 0; }
.row button { min-block-size: 1.75rem; padding: 0 .625rem; font-size: .8125rem; font-weight: 400; }
.row label { font-size: .8125rem; color: var(--ink-2); }
.row input { font: inherit; font-size: .8125rem; inline-size: 6rem; padding: .125rem .375rem; border: 1px solid var(--edge); border-radius: 6px; background: transparent; color: inherit; }
@media (forced-colors: active) { button.primary { border: 2px solid ButtonText; } }
`;
