import { isObject, type JsonObject, objectAt, optionalObjectAt } from '#scripts/bundle/json.ts'
import { dereferenced } from '#scripts/bundle/references.ts'
import { type Webhook, webhooksOf } from '#scripts/emit/webhooks.ts'
import type { Page } from '../page.ts'
import { jsonBlock } from '../pieces/code-block.ts'
import { type Html, html, paragraphs, prose, slug } from '../pieces/html.ts'
import { fieldList, schemaList } from '../pieces/schema-list.ts'
import { fieldOf, fieldsOf, type Schemas } from '../pieces/schema-tree.ts'
import type { Sources } from '../sources.ts'
import { listed } from './operation-markdown.ts'

const anchorOf = ({ type }: Webhook): string => slug('webhook', type)

/** What the platform posts to tenants' endpoints, where the contract has it. */
export function webhookPages({ documents, examples }: Sources): Page[] {
  const document = documents.openapi
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  const webhooks = webhooksOf(document)
  if (webhooks.length === 0) return []
  const block = (webhook: Webhook): Html => {
    const { type, schema, schemaVersion, source } = webhook
    const shown = examples.get(`webhook.${type}`) ?? []
    return html`<section class="operation" id="${anchorOf(webhook)}">
<div class="words"><h2><a href="#${anchorOf(webhook)}"><code>${type}</code></a></h2>
<p>${prose(source.summary)}. ${prose(source.description)}</p>
<p class="quiet">Version <code>${schemaVersion}</code>; a running platform serves its JSON Schema at <code>/schemas/${schemaVersion}.json</code>.</p>
${schemaList(schemas[schema], schemas, anchorOf(webhook))}</div>
<div class="samples">${shown.map(({ title, content }) => jsonBlock(content, `Example: ${title}`))}</div>
</section>
`
  }
  return [
    {
      file: 'webhooks.html',
      group: 'Catalogues',
      title: 'Webhook payloads',
      summary: 'What the platform posts to your endpoints: every type, its payload and its examples.',
      body: html`<section id="envelope"><h2><a href="#envelope">How it comes, and what you answer</a></h2>${delivery(document, webhooks[0]!, schemas)}</section>
${webhooks.map(block)}`,
      entries: [
        { id: 'envelope', title: 'How it comes, and what you answer', kind: 'section' },
        ...webhooks.map((webhook) => ({
          id: anchorOf(webhook),
          title: webhook.type,
          kind: 'webhook' as const,
          words: `${String(webhook.source.summary)} ${webhook.schemaVersion}`,
        })),
      ],
      markdown: webhooks
        .map(
          ({ type, schema, source }) =>
            `## \`${type}\`\n\n${String(source.summary)}. ${String(source.description)}\n\n${listed('Payload', fieldsOf(schemas[schema], schemas))}`,
        )
        .join('\n'),
    },
  ]
}

/** The headers and answers, which are the same for every type. */
function delivery(document: JsonObject, { source }: Webhook, schemas: Schemas): Html {
  const parameters = Array.isArray(source.parameters) ? source.parameters.filter(isObject) : []
  const fields = parameters.map((reference) => {
    const parameter = dereferenced(document, reference)
    const field = fieldOf(String(parameter.name), parameter.schema, schemas, parameter.required === true)
    return { ...field, description: String(parameter.description ?? field.description) }
  })
  const body = optionalObjectAt(source, 'requestBody')
  const answers = Object.entries(objectAt(source, 'responses')).map(([status, response]) => {
    const { description } = dereferenced(document, response as JsonObject)
    return html`<li><b class="status">${status}</b> <span>${prose(description)}</span></li>`
  })
  return html`${paragraphs(body.description)}<h3>Headers</h3>${fieldList(fields)}<h3>What you answer</h3><ul>${answers}</ul>`
}
