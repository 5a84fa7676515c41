import { type JsonObject, optionalObjectAt } from '../../bundle/json.ts'
import { type Webhook, webhooksOf } from '../webhooks.ts'
import { type Html, html, slug } from './html.ts'
import { type Examples, exampleBlocks, part, schemaBlock } from './pieces.ts'
import type { Section } from './rest-section.ts'

/** What the platform posts to tenants' endpoints. */
export function webhookSection(document: JsonObject, examples: Examples): Section {
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  const webhooks = webhooksOf(document)
  const idOf = ({ type }: Webhook) => slug('webhook', type)
  const block = (webhook: Webhook): Html => {
    const { type, schemaVersion, schema, source } = webhook
    return part(
      idOf(webhook),
      html`<code>${type}</code>`,
      source.description,
      html`<p class="meta">JSON Schema: <a href="/schemas/${schemaVersion}.json">${schemaVersion}</a>.</p>`,
      schemaBlock(schemas[schema], schemas),
      exampleBlocks(examples.get(`webhook.${type}`) ?? []),
    )
  }
  return {
    id: 'webhooks',
    title: 'Webhook payloads',
    entries: webhooks.map((webhook) => ({ id: idOf(webhook), title: webhook.type })),
    body: html`${webhooks.map(block)}`,
  }
}
