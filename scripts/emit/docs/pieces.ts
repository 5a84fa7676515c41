import type { Json } from '../../bundle/json.ts'
import { type Html, html, paragraphs, prose } from './html.ts'
import { type SchemaRow, schemaRow, schemaRows } from './schema-rows.ts'

/** A checked example of an operation, a message or an event. */
export interface Example {
  readonly title: string
  readonly content: Json
}

/** Examples by the name of what they show. */
export type Examples = ReadonlyMap<string, readonly Example[]>

type Schemas = Readonly<Record<string, Json>>

export function fieldTable(rows: readonly SchemaRow[]): Html {
  if (rows.length === 0) {
    return html``
  }
  const lines = rows.map(
    ({ path, type, required, description, limits }) => html`<tr>
<th scope="row"><code>${path}</code>${required ? html`<b title="required">*</b>` : null}</th>
<td><i>${type}</i></td>
<td>${prose(description)}${limits.length === 0 ? null : html` <small>${prose(limits.join('; '))}</small>`}</td>
</tr>`,
  )
  return html`<div class="wide"><table><tbody>
${lines}
</tbody></table></div>`
}

/** A schema as a table of its fields, or as one line when it has none. */
export function schemaBlock(schema: Json | undefined, schemas: Schemas): Html {
  const rows = schemaRows(schema, schemas)
  if (rows.length > 0) {
    return fieldTable(rows)
  }
  const { type, description, limits } = schemaRow('', schema, schemas, false)
  return html`<p><i>${type}</i> ${prose(description)} <small>${prose(limits.join('; '))}</small></p>`
}

export function codeBlock(value: Json): Html {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return html`<pre><code>${text}</code></pre>`
}

export function exampleBlocks(examples: readonly Example[]): Html {
  return html`${examples.map(
    ({ title, content }) => html`<details><summary>Example: ${title}</summary>${codeBlock(content)}</details>`,
  )}`
}

/** A titled part of the page, with an anchor of its own. */
export function part(id: string, title: Html, description: unknown, ...content: readonly Html[]): Html {
  return html`<section class="part" id="${id}">
<h3><a href="#${id}">${title}</a></h3>
${paragraphs(description)}
${content}
</section>
`
}
