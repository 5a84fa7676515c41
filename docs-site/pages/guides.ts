import { isObject, type Json, stringsOf } from '#scripts/bundle/json.ts'
import type { Page } from '../page.ts'
import { html } from '../pieces/html.ts'
import { frontMatter, markdown } from '../pieces/markdown.ts'
import type { Sources } from '../sources.ts'
import { operationLinks } from './rest.ts'

export const guideFile = (name: string): string => `guide-${name}.html`

interface Guide {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly order: number
  readonly operations: readonly string[]
  readonly text: string
}

/** A page for each file of `guides/`, in the order that they give themselves. */
export function guidePages(sources: Sources): Page[] {
  const links = operationLinks(sources.documents.openapi)
  return guidesOf(sources).map((guide) => {
    const { html: body, headings } = markdown(linked(guide.text, links, guide.name))
    const unknown = guide.operations.find((id) => !links.has(id))
    if (unknown !== undefined) throw new Error(`The guide ${guide.name} names the operation "${unknown}".`)
    const related = guide.operations.map((id) => html`<li><a href="${links.get(id)!}"><code>${id}</code></a></li>`)
    return {
      file: guideFile(guide.name),
      group: 'Guides',
      title: guide.title,
      summary: guide.summary,
      body: html`<article class="prose">${body}${related.length === 0 ? null : html`<h2 id="operations">Operations</h2><ul class="chips">${related}</ul>`}</article>`,
      entries: headings.filter(({ depth }) => depth === 2).map(({ id, title }) => ({ id, title, kind: 'section' })),
      markdown: linked(guide.text, links, guide.name),
    }
  })
}

function guidesOf({ guides, quickstart, review }: Sources): Guide[] {
  const all = [...guides].map(([name, source]) => {
    const { matter, body } = frontMatter(source, `guides/${name}.md`)
    const { title, summary, order } = matter
    if (typeof title !== 'string' || typeof summary !== 'string' || typeof order !== 'number')
      throw new Error(`guides/${name}.md needs title, summary and order.`)
    const text = body
      .replace('{{quickstart}}', () => quickstartText(quickstart))
      .replace('{{review}}', () => review.text)
    return { name, title, summary, order, operations: stringsOf(matter.operations), text }
  })
  return all.sort((left, right) => left.order - right.order)
}

/** `specs/quickstart.yaml` as Markdown. A block of `sh` or `ts` can be run, one of `bash` is for the reader to fill in. */
export function quickstartText(source: Json): string {
  const steps = Array.isArray(source) ? source.filter(isObject) : []
  return steps
    .map(({ title, text, code, operations, file, given }, index) => {
      const fence = typeof file === 'string' ? `ts ${file}` : given === true ? 'bash' : 'sh'
      const links = stringsOf(operations).map((id) => `[\`${id}\`](operation:${id})`)
      return `## ${index + 1}. ${String(title)}\n\n${String(text)}\n\n\`\`\`${fence}\n${String(code)}\n\`\`\`\n\n${links.join(' ')}\n`
    })
    .join('\n')
}

/** `operation:<id>` as a link to its place. */
function linked(text: string, links: ReadonlyMap<string, string>, name: string): string {
  return text.replaceAll(/\]\(operation:(\w+)\)/g, (_, id: string) => {
    const link = links.get(id)
    if (link === undefined) throw new Error(`${name} names the operation "${id}", which there is not.`)
    return `](${link})`
  })
}
