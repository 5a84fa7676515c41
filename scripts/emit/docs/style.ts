/** The page's whole look. Nothing is fetched. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea; --page: #fff; --side: #f6f8fa; --code: #f1f4f7; --link: #0b5cad;
  --get: #0b7a52; --post: #0b5cad; --patch: #9a5b00; --delete: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --soft: #9aa7b6; --line: #2c3644; --page: #12171e; --side: #171d26; --code: #1d2530; --link: #77b3f2;
  --get: #56c596; --post: #77b3f2; --patch: #e0a24a; --delete: #f08a80; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; color: var(--ink); background: var(--page); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; display: grid; grid-template-columns: 18rem minmax(0, 1fr); }
a { color: var(--link); }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.45rem; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.12rem; margin: 2rem 0 .25rem; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h4 { font-size: .8rem; letter-spacing: .05em; text-transform: uppercase; color: var(--soft); margin: 1.25rem 0 .25rem; }
h4 small { text-transform: none; letter-spacing: 0; }
p { margin: .35rem 0; max-width: 46rem; }
nav { background: var(--side); border-right: 1px solid var(--line); height: 100vh; position: sticky; top: 0; overflow-y: auto; padding: 1.25rem 1rem; font-size: .88rem; }
nav > a { display: block; font-weight: 650; font-size: 1.05rem; margin-bottom: .75rem; }
nav a { text-decoration: none; color: inherit; }
nav a:hover { color: var(--link); }
nav summary { font-weight: 600; cursor: pointer; padding: .25rem 0; }
nav ul { list-style: none; margin: 0 0 .5rem; padding: 0 0 0 .9rem; }
nav li { padding: .1rem 0; overflow-wrap: anywhere; color: var(--soft); }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 66rem; }
code, pre { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--code); border-radius: 4px; padding: .1em .3em; overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 8px; padding: .8rem 1rem; overflow-x: auto; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
.route { margin: .5rem 0; }
.route b { display: inline-block; min-width: 3.6rem; font-size: .78rem; letter-spacing: .04em; color: var(--get); }
.route .post, .route .put { color: var(--post); } .route .patch { color: var(--patch); } .route .delete { color: var(--delete); }
.meta, small { color: var(--soft); font-size: .86rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: .4rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); font-size: .8rem; }
tbody th { min-width: 11.5rem; }
th b { color: var(--delete); margin-left: .15rem; }
tr:target th, .part:target h3 { background: color-mix(in srgb, var(--link) 14%, transparent); }
td i { color: var(--soft); font-style: normal; }
dl { display: grid; grid-template-columns: 3.2rem minmax(0, 1fr); margin: .25rem 0; }
dt { font-weight: 600; } dd { margin: 0 0 .25rem; }
.good { color: var(--get); } .bad { color: var(--soft); }
details { margin: .35rem 0; } main summary { cursor: pointer; color: var(--link); font-size: .92rem; }
@media (max-width: 52rem) {
  body { display: block; }
  nav { height: auto; position: static; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding-top: 1.25rem; }
  th, td { padding-right: .5rem; }
  tbody tr, tbody th, tbody td { display: block; min-width: 0; border-bottom: 0; padding: .1rem 0; }
  tbody tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
}
@media print { nav { display: none; } body { display: block; } }
`
