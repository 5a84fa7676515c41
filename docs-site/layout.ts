import { type Entry, type EntryKind, groups, type Page, type PageScript } from './page.ts'
import { type Html, html, prose, raw } from './pieces/html.ts'
import { icons } from './pieces/icons.ts'

/** What every page names: the files of the site that carry a hash in their names, and the version of the contract. */
export interface Shell {
  readonly version: string
  readonly style: string
  readonly fonts: readonly string[]
  readonly siteScript: string
  /** Runs before the page is drawn. */
  readonly languageScript: string
  readonly searchIndex: string
  readonly scripts: Readonly<Record<PageScript, string>>
}

export const iconLink = '<link rel="icon" href="icon.svg" type="image/svg+xml">'

/** A whole page: head, top bar, side navigation and what the page is about. Nothing is fetched from elsewhere. */
export function layout(page: Page, pages: readonly Page[], shell: Shell): string {
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title === 'Invorto' ? 'Invorto documentation' : `${page.title} - Invorto`}</title>
<meta name="description" content="${page.summary.replaceAll('`', '')}">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0e141b" media="(prefers-color-scheme: dark)">
${raw(iconLink)}
${shell.fonts.map(
  (font) => html`<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>
`,
)}<link rel="stylesheet" href="${shell.style}">
<script src="${shell.languageScript}"></script>
<script defer src="${shell.siteScript}" data-index="${shell.searchIndex}"></script>
${(page.scripts ?? []).map(
  (name) => html`<script defer src="${shell.scripts[name]}"></script>
`,
)}</head>
<body${page.bare === true ? raw(' class="bare"') : null}>
<a class="skip" href="#content">Skip to the content</a>
${topBar(shell)}
<div class="frame">
${sideNavigation(page, pages)}
<main id="content" tabindex="-1">
${page.bare === true ? null : html`<header class="title"><p class="group">${page.group}</p><h1>${page.title}</h1><p class="lead">${prose(page.summary)}</p></header>`}
${page.body}
${footer(page, pages, shell)}
</main>
</div>
${dialogs}
</body>
</html>
`
  return whole.html
}

function topBar({ version }: Shell): Html {
  return html`<header class="top">
<button class="icon" id="menu-button" type="button" aria-label="Contents" aria-expanded="false" aria-controls="side">${icons.menu}</button>
<a class="brand" href="index.html">${icons.wave}<span>Invorto</span></a><a class="version" href="versions.html" aria-label="Version ${version}">${version}</a>
<button class="search" id="search-button" type="button" aria-label="Search" aria-keyshortcuts="/">${icons.search}<span>Search</span><kbd>/</kbd></button>
<a class="console-link" href="console.html" aria-label="Console">${icons.microphone}<span>Console</span></a>
<button class="icon labelled" id="key-button" type="button">${icons.key}<span id="key-state">Key</span></button>
</header>`
}

function sideNavigation(current: Page, pages: readonly Page[]): Html {
  const section = (group: Page['group']): Html => {
    const members = pages.filter((page) => page.group === group)
    if (members.length === 0) return html``
    return html`<h2>${group}</h2><ul>${members.map((page) => sideItem(page, page === current))}</ul>
`
  }
  return html`<nav class="side" id="side" aria-label="Documentation">${groups.map(section)}</nav>`
}

/** Too many for the side navigation: they are found by the search. */
const unlisted: ReadonlySet<EntryKind> = new Set(['field', 'requirement'])

function sideItem(page: Page, here: boolean): Html {
  const listed = here ? page.entries.filter(({ kind, id }) => !unlisted.has(kind) && id !== '') : []
  const inside = listed.length === 0 ? null : html`<ul class="inside">${listed.map(sideEntry)}</ul>`
  return html`<li><a href="${page.file}"${here ? raw(' aria-current="page"') : null}>${page.title}</a>${inside}</li>
`
}

function sideEntry({ id, title, badge, kind }: Entry): Html {
  const name = kind === 'message' || kind === 'event' || kind === 'problem' || kind === 'setting' || kind === 'webhook'
  const text = name ? html`<code>${title}</code>` : html`${title}`
  return html`<li><a href="#${id}">${badge === undefined ? null : methodBadge(badge)}${text}</a></li>
`
}

export const methodBadge = (method: string): Html => html`<b class="method ${method.toLowerCase()}">${method}</b> `

function footer(page: Page, pages: readonly Page[], { version }: Shell): Html {
  const at = pages.indexOf(page)
  const [before, after] = [pages[at - 1], pages[at + 1]]
  return html`<footer>
<nav class="neighbours" aria-label="Next and previous page">${before === undefined ? html`<span></span>` : html`<a rel="prev" href="${before.file}"><small>Previous</small>${before.title}</a>`}${after === undefined ? null : html`<a rel="next" href="${after.file}"><small>Next</small>${after.title}</a>`}</nav>
<p>Made from the documents of version ${version}. For programs: <a href="llms.txt">llms.txt</a>, <a href="llms-full.txt">llms-full.txt</a>, <a href="versions.html">the specs</a>.</p>
</footer>`
}

const dialogs = html`<dialog id="search-dialog" aria-label="Search">
<form method="dialog"><label for="search-field" class="hidden">Search the documentation</label>
<div class="search-line">${icons.search}<input id="search-field" type="search" placeholder="Operations, messages, fields, errors …" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="search-results" aria-autocomplete="list"><button type="submit" aria-label="Close the search"><kbd>Esc</kbd></button></div></form>
<ul id="search-results" role="listbox" aria-label="Results"></ul>
<p id="search-note" role="status"></p>
</dialog>
<dialog id="key-dialog" aria-labelledby="key-title">
<form method="dialog" id="key-form">
<h2 id="key-title">Your key</h2>
<p>For the forms of the reference and the console. It stays in this tab, is forgotten with it, and goes to no other server than the one below.</p>
<label for="key-field">API key or token</label>
<input id="key-field" type="password" autocomplete="off" spellcheck="false" maxlength="8192">
<p class="quiet">Server: <code id="key-server"></code></p>
<p class="buttons"><button type="submit" value="save" class="primary">Keep it</button><button type="submit" value="forget">Forget it</button><button type="submit" value="cancel">Cancel</button></p>
</form>
</dialog>`
