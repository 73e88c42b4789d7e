/** The page's looks: system type, one column, hairlines; light and dark as the reader's system is. */
export const STYLE = `:root {
  color-scheme: light dark;
  --paper: #ffffff;
  --raised: #f7f5f4;
  --ink: #1f1b1d;
  --quiet: #625b5f;
  --line: #dfdad8;
  --edge: #8a8285;
  --accent: #772953;
  --accent-ink: #ffffff;
  --danger: #a8121d;
  --good: #14603a;
  --focus: #1a5fb4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #191618;
    --raised: #242022;
    --ink: #efeaec;
    --quiet: #b0a7ab;
    --line: #3a3437;
    --edge: #857b80;
    --accent: #f0a9cc;
    --accent-ink: #2a0d1d;
    --danger: #ff9c96;
    --good: #86d9aa;
    --focus: #8ec2ff;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Ubuntu, Cantarell, "Noto Sans", sans-serif; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.5rem 0 1.25rem; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 1rem; margin: 0 0 0.5rem; font-weight: 650; }
p { margin: 0 0 0.75rem; }
small, .hint { color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
code { font-family: ui-monospace, "Ubuntu Mono", "DejaVu Sans Mono", monospace; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
main:focus, .notice:focus { outline: none; }
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 9; background: var(--accent); color: var(--accent-ink); padding: 0.5rem 1rem; border-radius: 0 0 6px 6px; }
.skip:focus { top: 0; }

.top { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.5rem; padding: 0.75rem max(1rem, calc((100% - 56rem) / 2)); border-bottom: 1px solid var(--line); background: var(--raised); }
.brand { font-weight: 700; font-size: 1.125rem; color: var(--accent); text-decoration: none; }
.top ul { display: flex; gap: 1.25rem; list-style: none; margin: 0; padding: 0; }
.top nav a { color: var(--ink); text-decoration: none; padding: 0.25rem 0; border-bottom: 2px solid transparent; }
.top nav a:hover { border-bottom-color: var(--edge); }
.top nav a[aria-current] { border-bottom-color: var(--accent); font-weight: 600; }
.who { margin-left: auto; color: var(--quiet); font-size: 0.875rem; }
main { max-width: 58rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; }
.narrow { max-width: 22rem; margin: 6vh auto 0; }

.trail ol { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; font-size: 0.875rem; color: var(--quiet); }
.trail li + li::before { content: "›"; margin: 0 0.5rem; color: var(--quiet); }

.notice { border-left: 4px solid var(--good); background: var(--raised); padding: 0.75rem 1rem; margin: 0 0 1.25rem; border-radius: 0 6px 6px 0; }
.notice.fault { border-left-color: var(--danger); }
.notice p { margin: 0; }
.notice p:first-child { font-weight: 600; }
.notice.fault p:first-child { color: var(--danger); }

button, .button { font: inherit; display: inline-block; border: 1px solid var(--edge); background: var(--paper); color: var(--ink); border-radius: 6px; padding: 0.35rem 0.9rem; min-height: 2.25rem; cursor: pointer; text-decoration: none; line-height: 1.4; white-space: nowrap; }
button:hover, .button:hover { border-color: var(--ink); background: var(--raised); }
button.first { background: var(--accent); color: var(--accent-ink); border-color: var(--accent); font-weight: 600; }
button.first:hover { filter: brightness(1.12); }
button.danger, .button.danger { color: var(--danger); border-color: currentcolor; }
button.plain { border-color: transparent; background: none; color: var(--accent); padding-inline: 0.25rem; text-decoration: underline; text-underline-offset: 0.2em; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.75rem; }

input[type="text"], input[type="email"], input[type="password"] { font: inherit; width: 100%; padding: 0.35rem 0.6rem; min-height: 2.25rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); color: var(--ink); }
input[type="file"] { font: inherit; width: 0; flex: 1 1 10rem; min-width: 0; color: var(--quiet); }
input[type="file"]::file-selector-button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 0.3rem 0.8rem; margin-right: 0.75rem; cursor: pointer; }
input[type="checkbox"] { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; margin: 0; flex: none; }
.fields { max-width: 24rem; }
.field label { display: block; font-weight: 600; margin-bottom: 0.25rem; }
.check { display: flex; align-items: center; gap: 0.5rem; font-size: 0.875rem; }
.question { max-width: 32rem; }

.tools { display: flex; flex-wrap: wrap; gap: 1rem; margin-bottom: 1.5rem; }
.tool { flex: 1 1 18rem; min-width: 0; max-width: 100%; border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1rem; background: var(--raised); }
.tool#upload { flex-grow: 2; }
.tool p { margin-bottom: 0.5rem; }
.tool > :last-child { margin-bottom: 0; }
.line { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.line input[type="text"] { flex: 1 1 8rem; width: auto; }
.line + .hint { margin-top: 0.5rem; }
.progress { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin-top: 0.75rem; font-size: 0.875rem; }
.progress progress { flex: 1 1 10rem; accent-color: var(--accent); }
.dropping main { outline: 3px dashed var(--accent); outline-offset: -6px; border-radius: 10px; }

.places { width: 100%; border-collapse: collapse; margin: 0 0 1.5rem; font-variant-numeric: tabular-nums; }
.places th, .places td { text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
.places thead th { color: var(--quiet); font-size: 0.8125rem; padding-bottom: 0.3rem; }
.places tbody tr:hover { background: var(--raised); }
.places tbody tr:has(.more[open]) { background: var(--raised); box-shadow: inset 3px 0 var(--accent); }
.places tbody th { display: flex; gap: 0.6rem; padding-left: 0.5rem; }
.places thead th:first-child { padding-left: 0.5rem; width: 99%; }
.places .name { color: var(--ink); text-decoration: none; white-space: pre-wrap; }
.places a.name:hover { text-decoration: underline; }
.places .size, .places .time { white-space: nowrap; color: var(--quiet); }
.places td.size, .places th.size { text-align: right; padding-right: 1.5rem; }
.places .acts { text-align: right; padding-right: 0.5rem; white-space: nowrap; width: 1%; }
.places td.acts > .button { min-height: 0; padding: 0.05rem 0.6rem; font-size: 0.875rem; }
.kind { flex: none; margin-top: 0.2rem; fill: none; stroke: var(--quiet); stroke-width: 1.2; stroke-linejoin: round; }
.kind.directory { fill: var(--accent); stroke: var(--accent); fill-opacity: 0.18; }
.badge { display: inline-block; font-size: 0.75rem; line-height: 1.35; padding: 0 0.45rem; border: 1px solid currentcolor; border-radius: 99px; color: var(--good); margin-left: 0.35rem; white-space: nowrap; }
.empty { color: var(--quiet); padding: 1.5rem 0; border-block: 1px solid var(--line); }
section .empty { padding: 0; border: 0; }

.more { position: relative; display: inline-block; }
.more summary { cursor: pointer; color: var(--accent); list-style: none; border-radius: 4px; padding: 0 0.35rem; font-size: 0.9375rem; }
.more summary::-webkit-details-marker { display: none; }
.more summary::after { content: " ▾"; }
.more[open] summary::after { content: " ▴"; }
.more summary:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.card { position: absolute; right: 0; top: 100%; z-index: 5; width: min(22rem, calc(100vw - 2rem)); padding: 1rem; margin-top: 0.35rem; background: var(--paper); border: 1px solid var(--edge); border-radius: 8px; box-shadow: 0 8px 24px rgb(0 0 0 / 0.18); text-align: left; white-space: normal; }
.card dl { display: grid; grid-template-columns: auto 1fr; gap: 0.15rem 1rem; margin: 0 0 0.75rem; font-size: 0.875rem; }
.card dt { color: var(--quiet); }
.card dd { margin: 0; }
.card form p { margin: 0.35rem 0 0; }
.address label { font-size: 0.875rem; color: var(--quiet); }
.copy { display: flex; gap: 0.5rem; margin-bottom: 0.5rem; }
.copy input { font-size: 0.875rem; }

.quota { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; color: var(--quiet); font-size: 0.875rem; }
.quota meter { width: 12rem; max-width: 100%; height: 1rem; }
.lead { color: var(--quiet); margin-top: -1rem; }
section { border-top: 1px solid var(--line); padding-top: 1.25rem; margin-top: 1.75rem; }
section h2 { font-size: 1.125rem; }
.list { list-style: none; margin: 0 0 0.75rem; padding: 0; }
.list li { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.25rem 1rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
.list strong { font-weight: 600; margin-right: 0.5rem; }
.steps > li { margin-bottom: 1.5rem; padding-left: 0.25rem; }
.qr { display: block; width: 13rem; height: 13rem; margin-bottom: 1rem; border-radius: 6px; border: 1px solid var(--line); }
.key { font-size: 1.0625rem; letter-spacing: 0.03em; }

@media (max-width: 40rem) {
  .who { display: none; }
  .top form { margin-left: auto; }
  .top nav { order: 3; width: 100%; }
  .places .time { display: none; }
}
@media (forced-colors: active) {
  .top nav a[aria-current] { text-decoration: underline; }
  .notice { border: 1px solid; }
}
@media print {
  .top nav, .top form, .tools, .acts, .skip { display: none; }
}
`;
