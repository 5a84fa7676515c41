import type { Documents } from '../../bundle/documents.ts'
import { type Json, optionalObjectAt } from '../../bundle/json.ts'
import { type Html, html, paragraphs } from './html.ts'
import { eventSection, socketSection } from './message-sections.ts'
import type { Examples } from './pieces.ts'
import { quickstartSection } from './quickstart-section.ts'
import { restSections, type Section } from './rest-section.ts'
import { style } from './style.ts'
import { problemSection, settingSection } from './table-sections.ts'
import { webhookSection } from './webhook-section.ts'

/** What the page shows besides the documents. */
export interface Tables {
  readonly quickstart: Json
  readonly problems: Json
  readonly config: Json
}

/** `generated/docs/index.html`: the whole contract as one page that asks for nothing else. */
export function emitDocs(documents: Documents, { quickstart, problems, config }: Tables, examples: Examples): string {
  const info = optionalObjectAt(documents.openapi, 'info')
  const sections = [
    quickstartSection(quickstart, documents.openapi),
    ...restSections(documents.openapi, examples),
    webhookSection(documents.openapi, examples),
    socketSection(documents.realtime, examples),
    eventSection(documents.events, examples),
    problemSection(problems),
    settingSection(config),
  ]
  const version = String(info.version)
  const page = html`<!doctype html>
<html lang="en">
<head>
<!-- Generated from specs/ by scripts/generate.ts. Do not edit. -->
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Invorto ${version}</title>
<link rel="icon" href="data:,">
<style>${{ html: style }}</style>
</head>
<body>
<nav aria-label="Contents">
<a href="#top">Invorto ${version}</a>
${sections.map(navigation)}</nav>
<main id="top">
<h1>Invorto</h1>
${paragraphs(info.description)}
<p class="meta">The same contract for machines: <a href="/openapi.json">OpenAPI 3.1</a>, <a href="/asyncapi/realtime.json">AsyncAPI of the socket</a>, <a href="/asyncapi/events.json">AsyncAPI of the events</a>. A star marks what is required.</p>
${sections.map(sectionBlock)}</main>
</body>
</html>
`
  return page.html
}

function navigation({ id, title, entries }: Section): Html {
  const links = entries.map((entry) => html`<li><a href="#${entry.id}">${entry.title}</a></li>`)
  return html`<details><summary><a href="#${id}">${title}</a></summary><ul>${links}</ul></details>
`
}

function sectionBlock({ id, title, body }: Section): Html {
  return html`<section id="${id}">
<h2>${title}</h2>
${body}
</section>
`
}
