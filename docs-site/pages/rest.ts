import { type JsonObject, optionalObjectAt } from '#scripts/bundle/json.ts'
import { type Operation, operationsOf } from '#scripts/emit/operations.ts'
import { sdkMethods } from '#scripts/emit/sdk/resource-tree.ts'
import { methodBadge } from '../layout.ts'
import type { Entry, Page } from '../page.ts'
import { codeBlock } from '../pieces/code-block.ts'
import { type Html, html, prose, slug } from '../pieces/html.ts'
import { markdownHtml } from '../pieces/markdown.ts'
import { fieldAnchor } from '../pieces/schema-list.ts'
import { fieldsOf, flat } from '../pieces/schema-tree.ts'
import type { Sources } from '../sources.ts'
import { operationBlock } from './operation-block.ts'
import { operationMarkdown } from './operation-markdown.ts'
import type { RestContext } from './rest-context.ts'

interface Tag {
  readonly name: string
  readonly description: string
  readonly operations: readonly Operation[]
}

export const restFile = (tag: string): string => `rest-${slug(tag).toLowerCase()}.html`

/** An overview of all operations, and a page for each tag. */
export function restPages(sources: Sources): Page[] {
  const document = sources.documents.openapi
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  const methods = new Map(sdkMethods(document).map((method) => [method.operation.id, method]))
  const tags = tagsOf(document)
  return [overview(document, tags), ...tags.map((tag) => tagPage(tag, { ...sources, schemas, methods }))]
}

/** Operation id to its place on the site. */
export function operationLinks(document: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    tagsOf(document).flatMap(({ name, operations }) => operations.map(({ id }) => [id, `${restFile(name)}#${id}`])),
  )
}

function tagsOf(document: JsonObject): Tag[] {
  const operations = operationsOf(document)
  const tags = Array.isArray(document.tags) ? (document.tags as JsonObject[]) : []
  return tags.map((tag) => ({
    name: String(tag.name),
    description: String(tag.description ?? ''),
    operations: operations.filter(({ source }) => Array.isArray(source.tags) && source.tags.includes(tag.name ?? '')),
  }))
}

function overview(document: JsonObject, tags: readonly Tag[]): Page {
  const info = optionalObjectAt(document, 'info')
  return {
    file: 'rest.html',
    group: 'REST',
    title: 'All operations',
    summary: String(info.summary ?? ''),
    body: html`${markdownHtml(String(info.description ?? ''))}
${tags.map(
  ({
    name,
    description,
    operations,
  }) => html`<section id="${slug(name)}"><h2><a href="${restFile(name)}">${name}</a></h2>
<p>${prose(description)}</p>
<ul class="operations">${operations.map((operation) => operationLine(operation, restFile(name)))}</ul></section>
`,
)}`,
    entries: tags.map(({ name }) => ({ id: slug(name), title: name, kind: 'section' })),
    markdown: String(info.description ?? ''),
  }
}

const operationLine = ({ id, method, path, source }: Operation, file: string): Html =>
  html`<li><a href="${file}#${id}">${methodBadge(method)}<code>${path}</code><span>${String(source.summary ?? id)}</span></a></li>
`

/** What the samples take from the environment, in each language. */
const settings = `export API_BASE_URL=http://127.0.0.1:8080   # or where your platform is; the clients' default is production
export INVORTO_API_KEY=...                  # as \`make run\` prints it
`

function tagPage({ name, description, operations }: Tag, context: RestContext): Page {
  return {
    file: restFile(name),
    group: 'REST',
    title: name,
    summary: description,
    body: html`${codeBlock(settings, 'sh', 'Once, for every sample of the reference')}${operations.map((operation) => operationBlock(operation, context))}`,
    entries: operations.flatMap((operation) => [operationEntry(operation), ...fieldEntries(operation, context)]),
    markdown: `\`\`\`sh\n${settings}\`\`\`\n\n${operations.map((operation) => operationMarkdown(operation, context)).join('\n')}`,
    scripts: ['try-it'],
  }
}

const operationEntry = ({ id, method, path, source }: Operation): Entry => ({
  id,
  title: String(source.summary ?? id),
  kind: 'operation',
  badge: method,
  words: `${id} ${path}`,
})

/** The fields of the body; those of answers have no anchor of their own. */
function fieldEntries({ id, bodies }: Operation, { schemas }: RestContext): Entry[] {
  const [body] = Object.values(bodies)
  return flat(fieldsOf(body, schemas)).map(({ path, description }) => ({
    id: fieldAnchor(id, path),
    title: path,
    kind: 'field',
    words: `${id} ${description}`,
  }))
}
