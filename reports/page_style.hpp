// How a report looks on a page: its own fonts from the reader's system, light and dark, and on
// paper, where everything folded is open.
#pragma once

#include <string_view>

namespace reports {

inline constexpr std::string_view page_style = R"css(
:root { color-scheme: light dark;
  --ink: #1c2330; --soft: #5a6474; --paper: #ffffff; --back: #f3f5f8; --line: #d8dde5;
  --screen: #f6f7f9; --link: #0b57a4;
  --good: #17693a; --good-back: #e2f3e8; --bad: #a3201d; --bad-back: #fbe6e4;
  --warn: #835300; --warn-back: #fcf0d5; --neutral: #4d5a6b; --neutral-back: #e9edf2; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e3e7ed; --soft: #a2acba; --paper: #171b22; --back: #0f1217; --line: #333b47;
  --screen: #10141a; --link: #7db7f2;
  --good: #7fd6a0; --good-back: #14301f; --bad: #f59d97; --bad-back: #3c1917;
  --warn: #eec46d; --warn-back: #362a10; --neutral: #b2bdcb; --neutral-back: #262e39; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); line-height: 1.5;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans",
    "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif; }
main { max-width: 72rem; margin: 2rem auto; padding: 2.5rem 3rem 3rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: 6px; overflow-wrap: break-word; }
h1 { font-size: 1.8rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; padding-top: .9rem;
  border-top: 1px solid var(--line); }
h3 { font-size: 1.08rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.2rem 0 .4rem; color: var(--soft); }
p { margin: .5rem 0 .8rem; max-width: 48rem; white-space: pre-line; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
.verdict { max-width: none; padding: .7rem 1rem; border-left: 4px solid; border-radius: 3px; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.neutral { color: var(--neutral); }
.verdict.good, td.good { background: var(--good-back); }
.verdict.bad, td.bad { background: var(--bad-back); }
.verdict.warn, td.warn { background: var(--warn-back); }
.verdict.neutral, td.neutral { background: var(--neutral-back); }
.sign { font-weight: 700; margin-right: .45em; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono",
    "Liberation Mono", monospace; font-size: .84rem; }
code { white-space: pre-wrap; } td code { overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: .6rem 0 1rem; }
table { border-collapse: collapse; font-size: .92rem; min-width: 50%; }
th, td { text-align: left; vertical-align: top; padding: .38rem .7rem;
  border: 1px solid var(--line); white-space: pre-line; }
thead th { background: var(--back); font-weight: 600; }
tbody th { font-weight: 600; white-space: nowrap; }
td.tight, td.tight code { white-space: pre; }
pre { background: var(--screen); border: 1px solid var(--line); border-radius: 4px; margin: .6rem 0;
  padding: .7rem .9rem; overflow-x: auto; line-height: 1.4; tab-size: 8; }
pre mark { display: inline-block; min-width: 100%; color: inherit; background: none; }
pre mark.good { background: var(--good-back); } pre mark.bad { background: var(--bad-back); }
pre mark.warn { background: var(--warn-back); }
pre mark.neutral { background: var(--neutral-back); }
details { border: 1px solid var(--line); border-radius: 4px; margin: .5rem 0;
  padding: 0 1rem; }
summary { cursor: pointer; padding: .45rem 0; font-weight: 600; }
details[open] { padding-bottom: .6rem; }
nav ol { margin: .3rem 0 0; padding-left: 1.4rem; } nav p { margin: 0; font-weight: 600; }
nav { margin: 1.2rem 0; }
ol.time { list-style: none; padding: 0 0 0 1.1rem; margin: .6rem 0; border-left: 2px solid
    var(--line); }
ol.time > li { margin: 0 0 .35rem; padding-left: 1rem; } ol.time pre { margin: .3rem 0 .6rem; }
ol.time details { border: 0; padding: 0; margin: 0; } ol.time details[open] { padding: 0; }
ol.time summary { font-weight: 400; padding: 0; margin-left: -1rem; }
ol.time > li.note { padding-left: 2.6rem; font-size: .86rem; }
.when, .who { color: var(--soft); font-size: .84rem; margin-right: .6rem;
  font-variant-numeric: tabular-nums; }
@media (max-width: 46rem) { main { margin: 0; padding: 1.2rem; border: 0; } }
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --back: #f3f5f8; --line: #bbb;
    --screen: #f8f8f8; --link: #000;
    --good: #17693a; --good-back: #e2f3e8; --bad: #a3201d; --bad-back: #fbe6e4;
    --warn: #835300; --warn-back: #fcf0d5; --neutral: #4d5a6b; --neutral-back: #e9edf2; }
  @page { margin: 16mm 14mm; }
  body { background: none; font-size: 10.5pt; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  h1, h2, h3, h4, summary { break-after: avoid; } tr, .verdict { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 8.5pt; }
  .wide { overflow: visible; } table { font-size: 9.5pt; } tbody th { white-space: normal; }
  details { border: 0; border-left: 2px solid var(--line); border-radius: 0; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  details:not([open]) > :not(summary) { display: block; }
  summary { list-style: none; }
}
)css";

}  // namespace reports
