import { type JsonObject, stringsOf } from '#scripts/bundle/json.ts'
import { operationsOf } from '#scripts/emit/operations.ts'
import type { Entry, Page } from '../page.ts'
import { type Html, html, prose, raw, slug } from '../pieces/html.ts'
import type { Sources } from '../sources.ts'
import { operationLinks } from './rest.ts'

const documents: Readonly<Record<string, string>> = {
  srs: 'Requirements specification',
  'obs-00': 'Observability contract',
  voip: 'Call signalling',
  readme: 'README',
}

interface Requirement {
  readonly id: string
  readonly title: string
  readonly status: string
  /** Why it is superseded. */
  readonly why: string
  /** The operations that carry it, with their places. */
  readonly operations: readonly (readonly [id: string, place: string])[]
}

/** Where each requirement stands, by document and section. */
export function requirementsPage(sources: Sources): Page {
  const rows = requirementsOf(sources)
  const statuses = [...new Set([...rows.values()].map(({ status }) => status))].sort()
  const count = (status: string): number => [...rows.values()].filter((row) => row.status === status).length
  const named = (name: string): string => documents[name] ?? name
  const sections = Object.entries(sources.requirementIds).map(
    ([name, table]) => html`<h2 id="${slug('of', name)}">${named(name)}</h2>
${Object.entries(table as JsonObject).map(([section, ids]) => sectionTable(section, stringsOf(ids), rows))}`,
  )
  return {
    file: 'requirements.html',
    group: 'Project',
    title: 'Requirements',
    summary: `Where each of the ${rows.size} requirements stands.`,
    body: html`<ul class="chips">${statuses.map((status) => html`<li><span class="badge ${status}">${count(status)} ${status}</span></li>`)}</ul>
<p>What is live is proven by tests that the repository names in <code>specs/requirements/</code>; what is planned may stand there as a draft. A process is what people do, and no program.</p>
${sections}`,
    entries: [
      ...Object.keys(sources.requirementIds).map(
        (name): Entry => ({ id: slug('of', name), title: named(name), kind: 'section' }),
      ),
      ...[...rows.values()].map(
        ({ id, title, status }): Entry => ({
          id: slug(id),
          title: id,
          kind: 'requirement',
          words: `${title} ${status}`,
        }),
      ),
    ],
    markdown: [...rows.values()].map(({ id, title, status }) => `- ${id} (${status}): ${title}`).join('\n'),
  }
}

function requirementsOf({ requirements, documents }: Sources): ReadonlyMap<string, Requirement> {
  const links = operationLinks(documents.openapi)
  const carried = operationsOf(documents.openapi).map(
    ({ id, source }) => [id, stringsOf(source['x-requirement'])] as const,
  )
  return new Map(
    requirements.map(({ id, title, status }) => {
      const [word = '', why = ''] = String(status).split(/: (.*)/s)
      const operations = carried
        .filter(([, ids]) => ids.includes(String(id)))
        .map(([name]) => [name, links.get(name) ?? ''] as const)
      return [String(id), { id: String(id), title: String(title), status: word, why, operations }]
    }),
  )
}

function sectionTable(section: string, ids: readonly string[], rows: ReadonlyMap<string, Requirement>): Html {
  const known = ids.flatMap((id) => rows.get(id) ?? [])
  if (known.length === 0) return html``
  return html`<h3>${section.charAt(0).toUpperCase()}${section.slice(1)}</h3>
<ul class="fields requirements">${known.map(requirementItem)}</ul>
`
}

const requirementItem = ({ id, title, status, why, operations }: Requirement): Html => html`<li id="${slug(id)}">
<p class="field"><code class="name">${id}</code> <span class="badge ${status}">${status}</span></p>
<p>${prose(title)}</p>${why === '' ? null : html`<p class="limits">${prose(why)}</p>`}${operations.length === 0 ? null : html`<p class="limits">${operations.map(([name, place]) => html`<a href="${place}"><code>${name}</code></a>${raw(' ')}`)}</p>`}</li>
`
