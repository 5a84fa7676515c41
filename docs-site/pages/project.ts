import { optionalObjectAt } from '#scripts/bundle/json.ts'
import type { Page } from '../page.ts'
import { html } from '../pieces/html.ts'
import { markdown } from '../pieces/markdown.ts'
import type { Sources } from '../sources.ts'

/** The documents as files of the site: name to what it is. */
export const downloads = {
  'openapi.json': { document: 'openapi', title: 'REST', form: 'OpenAPI 3.1', served: '/openapi.json' },
  'realtime.asyncapi.json': {
    document: 'realtime',
    title: 'Realtime voice socket',
    form: 'AsyncAPI 3.0',
    served: '/asyncapi/realtime.json',
  },
  'events.asyncapi.json': {
    document: 'events',
    title: 'Events of a call',
    form: 'AsyncAPI 3.0',
    served: '/asyncapi/events.json',
  },
} as const

/** A released document's file on the site; names of the site hold no slash. */
export const releasedFile = (path: string): string =>
  `released-${path.replace(/^specs\/released\//, '').replaceAll('/', '-')}`

/** The documents to take along, this version's and those that were released. */
export function versionsPage({ documents, released }: Sources): Page {
  const version = String(optionalObjectAt(documents.openapi, 'info').version)
  const now = Object.entries(downloads).map(
    ([
      file,
      { title, form, served },
    ]) => html`<li class="card"><h3>${title}</h3><p>${form}, version ${version}. A running platform serves it at <code>${served}</code>.</p><p><a class="button" href="${file}" download>Download ${file}</a></p></li>
`,
  )
  const before = [...released.keys()].map(
    (
      path,
    ) => html`<li><a href="${releasedFile(path)}" download><code>${path.replace(/^specs\/released\//, '')}</code></a></li>
`,
  )
  return {
    file: 'versions.html',
    group: 'Project',
    title: 'Versions and downloads',
    summary: `This is version ${version} of the contract.`,
    body: html`<h2 id="this-version">This version</h2>
<p>Each document is bundled: every reference is inside it. What is a draft is not in it.</p>
<ul class="cards">${now}</ul>
${before.length === 0 ? null : html`<h2 id="released">Released</h2><ul>${before}</ul>`}
<h2 id="for-programs">For programs that read</h2>
<p><a href="llms.txt">llms.txt</a> lists the pages, <a href="llms-full.txt">llms-full.txt</a> holds them as one Markdown text. Each guide and reference page also exists as Markdown under its name with <code>.md</code> in place of <code>.html</code>.</p>`,
    entries: [
      { id: 'this-version', title: 'This version', kind: 'section' },
      ...(before.length === 0 ? [] : [{ id: 'released', title: 'Released', kind: 'section' } as const]),
      { id: 'for-programs', title: 'For programs that read', kind: 'section' },
    ],
    markdown: Object.entries(downloads)
      .map(([file, { title, form }]) => `- [${title}](${file}): ${form}`)
      .join('\n'),
  }
}

/** `CHANGELOG.md`, where there is one. */
export function changelogPages({ changelog }: Sources): Page[] {
  if (changelog === null) return []
  const { html: body, headings } = markdown(changelog.replace(/^# .*\n/, ''))
  return [
    {
      file: 'changelog.html',
      group: 'Project',
      title: 'Changelog',
      summary: 'What changed in the contract, newest first.',
      body: html`<article class="prose">${body}</article>`,
      entries: headings.filter(({ depth }) => depth === 2).map(({ id, title }) => ({ id, title, kind: 'section' })),
      markdown: changelog,
    },
  ]
}
