/** Colours of the docs site, in a page that stands alone. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#16202b;--soft:#526070;--line:#e1e6ec;--page:#f6f8fa;--raised:#fff;--code:#f5f7f9;
--major:#b3261e;--minor:#0b6b4f;--patch:#1d4fb8;--none:#526070;--plus:#e3f4ec;--minus:#fdeae8;--word:#6a35b5;--string:#0b6b4f;--number:#8a4b00;
--sans:Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;--mono:"JetBrains Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
@media (prefers-color-scheme:dark){:root{--ink:#e3e9f0;--soft:#9fadbc;--line:#253140;--page:#0e141b;--raised:#141d27;--code:#101820;
--major:#ff9d94;--minor:#5fd3a4;--patch:#8db4ff;--none:#9fadbc;--plus:#12302a;--minus:#3a1d1f;--word:#c3a3ff;--string:#7fd8ac;--number:#e8b062}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--page);font:400 1rem/1.55 var(--sans);-webkit-text-size-adjust:100%;overflow-wrap:break-word}
main{max-width:56rem;margin:0 auto;padding:clamp(1.25rem,4vw,3rem) clamp(1rem,4vw,2rem) 4rem}
h1,h2,h3,p,ul,figure{margin:0}
header{margin-bottom:1.75rem}
.eyebrow{color:var(--soft);font-size:.85rem;font-weight:550}
h1{display:flex;flex-wrap:wrap;align-items:center;gap:.7rem;font-size:clamp(1.7rem,6vw,2.5rem);letter-spacing:-.03em;line-height:1.2;margin:.3rem 0 .4rem;font-variant-numeric:tabular-nums}
.facts{font-size:1.08rem}
header .quiet{margin-top:.35rem}
section{background:var(--raised);border:1px solid var(--line);border-radius:12px;padding:1.1rem clamp(1rem,3vw,1.5rem) 1.25rem;margin-top:1rem}
.major{--tone:var(--major)}.minor{--tone:var(--minor)}.patch{--tone:var(--patch)}.none{--tone:var(--none)}
h2{display:flex;flex-wrap:wrap;align-items:baseline;gap:.3rem .65rem;font-size:1.12rem;letter-spacing:-.01em;line-height:1.4;font-weight:620}
h2>span:last-child{flex:1 1 12rem;min-width:0}
.badge{flex:none;color:var(--tone);border:1.5px solid;border-radius:99px;padding:.02rem .6rem;font-size:.78rem;font-weight:650;letter-spacing:.01em;line-height:1.5}
h1 .badge{font-size:1rem;padding:.1rem .85rem}
.sentences{list-style:none;padding:0;margin-top:.7rem}
.sentences li{padding-left:1.15rem;position:relative;margin:.25rem 0}
.sentences li::before{content:"";position:absolute;left:0;top:.55em;width:.5rem;height:.5rem;border-radius:50%;background:var(--tone)}
.quiet{color:var(--soft);font-size:.95rem;margin-top:.35rem}
.note{margin-top:.8rem;padding:.6rem .9rem;border:1px solid var(--number);border-radius:8px;font-size:.95rem}
code,pre{font-family:var(--mono);font-size:.86em;font-variant-ligatures:none}
code{overflow-wrap:anywhere;background:var(--code);border:1px solid var(--line);border-radius:5px;padding:.06em .3em}
figure{margin-top:1rem;border:1px solid var(--line);border-radius:9px;overflow:hidden}
figcaption{padding:.35rem .8rem;color:var(--soft);font-size:.82rem;border-bottom:1px solid var(--line)}
figcaption code{background:none;border:0;padding:0;color:var(--ink)}
pre{margin:0;padding:.45rem 0;overflow-x:auto;background:var(--code);line-height:1.6;tab-size:2;display:grid}
.line{display:block;padding:0 .9rem 0 0;white-space:pre;min-width:max-content}
.line b{display:inline-block;width:1.9rem;padding-left:.8rem;font-weight:500;user-select:none}
.line.plus{background:var(--plus)}.line.plus b{color:var(--minor)}
.line.minus{background:var(--minus)}.line.minus b{color:var(--major)}
.line.same,.line.gap{color:var(--soft)}
.line.gap{padding-left:1.9rem}
.word{color:var(--word)}.string{color:var(--string)}.number{color:var(--number)}
.facet{display:grid;grid-template-columns:8rem 1fr;gap:.2rem 1rem;margin-top:.9rem;font-size:.92rem}
.facet+.facet{margin-top:.5rem}
.facet h3{font-size:.85rem;font-weight:550;color:var(--soft);line-height:1.65}
.facet ul{list-style:none;padding:0}
pre:focus-visible{outline:2px solid var(--patch);outline-offset:-2px}
@media (max-width:34rem){.facet{grid-template-columns:1fr}}
@media print{body{background:#fff}section{break-inside:avoid}}
`
