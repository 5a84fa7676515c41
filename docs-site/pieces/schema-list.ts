import type { Json } from '#scripts/bundle/json.ts'
import { type Html, html, prose } from './html.ts'
import { type Field, fieldOf, fieldsOf, type Schemas } from './schema-tree.ts'

/**
 * A schema as a list of its fields; what stands in a field is folded below it. `anchor` begins the fields' anchors; without
 * it they have none.
 */
export function schemaList(schema: Json | undefined, schemas: Schemas, anchor: string | null = null): Html {
  const fields = fieldsOf(schema, schemas)
  return fields.length > 0 ? fieldList(fields, anchor) : oneValue(fieldOf('', schema, schemas, false))
}

export function fieldList(fields: readonly Field[], anchor: string | null = null): Html {
  // Of choices that share a field, as their kind, the first one has the anchor.
  const isFirst = ({ path }: Field, index: number): boolean =>
    fields.findIndex((other) => other.path === path) === index
  const items = fields.map((field, index) => fieldItem(field, anchor, isFirst(field, index)))
  return html`<ul class="fields">${items}</ul>`
}

function fieldItem(field: Field, anchor: string | null, hasAnchor: boolean): Html {
  const { name, type, required, fields, path } = field
  const id = anchor === null || !hasAnchor ? html`` : html` id="${fieldAnchor(anchor, path)}"`
  return html`<li${id}>
<p class="field"><code class="name">${name}</code> <span class="type">${type}</span>${required ? html` <span class="required">required</span>` : null}${field.deprecated ? html` <span class="deprecated">deprecated</span>` : null}${field.pii === null ? null : html` <span class="pii">personal data: ${field.pii}</span>`}</p>
${about(field)}${fields.length > 0 ? html`<details class="inside"><summary>${inside(fields.length)} of <code>${name}</code></summary>${fieldList(fields, anchor)}</details>` : null}</li>
`
}

function about({ description, limits }: Field): Html {
  return html`${description === '' ? null : html`<p>${prose(description)}</p>`}${limits.length === 0 ? null : html`<p class="limits">${prose(limits.join(' · '))}</p>`}`
}

function oneValue(field: Field): Html {
  return html`<p class="field"><span class="type">${field.type}</span></p>${about(field)}`
}

const inside = (count: number): string => (count === 1 ? '1 field' : `${count} fields`)

export const fieldAnchor = (anchor: string, path: string): string => `${anchor}.${path.replaceAll('[]', '')}`
