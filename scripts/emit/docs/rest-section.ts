import { type Json, type JsonObject, optionalObjectAt } from '../../bundle/json.ts'
import { isProblem, type Operation, operationsOf, type Response } from '../operations.ts'
import { type Html, html, paragraphs, prose, slug } from './html.ts'
import { type Examples, exampleBlocks, fieldTable, part, schemaBlock } from './pieces.ts'
import { schemaRow } from './schema-rows.ts'

export interface NavigationEntry {
  readonly id: string
  readonly title: string
}

export interface Section {
  readonly id: string
  readonly title: string
  readonly entries: readonly NavigationEntry[]
  readonly body: Html
}

type Schemas = Readonly<Record<string, Json>>

/** A section for each tag of the OpenAPI document. */
export function restSections(document: JsonObject, examples: Examples): Section[] {
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  const operations = operationsOf(document)
  const tags = Array.isArray(document.tags) ? (document.tags as JsonObject[]) : []
  return tags.map((tag) => {
    const name = String(tag.name)
    const members = operations.filter(({ source }) => Array.isArray(source.tags) && source.tags.includes(name))
    return {
      id: slug('rest', name),
      title: name,
      entries: members.map(({ id, source }) => ({ id, title: String(source.summary ?? id) })),
      body: html`${paragraphs(tag.description)}${members.map((operation) => operationPart(operation, schemas, examples))}`,
    }
  })
}

function operationPart(operation: Operation, schemas: Schemas, examples: Examples): Html {
  const { id, method, path, roles, source } = operation
  return part(
    id,
    html`${String(source.summary ?? id)}`,
    source.description,
    html`<p class="route"><b class="${method.toLowerCase()}">${method}</b> <code>${path}</code></p>
<p class="meta">${roles === null ? 'Needs no key.' : `Roles: ${roles.join(', ')}.`} Operation <code>${id}</code>.</p>
`,
    parameterTable(operation, schemas),
    bodyBlock(operation, schemas),
    html`<h4>Answers</h4><dl>${operation.responses.map((response) => responseBlock(response, schemas))}</dl>`,
    exampleBlocks(examples.get(id) ?? []),
  )
}

function parameterTable({ parameters }: Operation, schemas: Schemas): Html {
  if (parameters.length === 0) {
    return html``
  }
  const rows = parameters.map((parameter) => {
    const row = schemaRow(String(parameter.name), parameter.schema, schemas, parameter.required === true)
    return { ...row, type: `${row.type}, ${String(parameter.in)}`, description: String(parameter.description ?? '') }
  })
  return html`<h4>Parameters</h4>${fieldTable(rows)}`
}

function bodyBlock({ bodies }: Operation, schemas: Schemas): Html {
  const [first] = Object.values(bodies)
  if (first === undefined) {
    return html``
  }
  return html`<h4>Body <small>${Object.keys(bodies).join(', ')}</small></h4>${schemaBlock(first, schemas)}`
}

function responseBlock(response: Response, schemas: Schemas): Html {
  const { status, description, contentType, schema } = response
  const fields =
    isProblem(response) || schema === undefined
      ? html``
      : html`<details><summary>${contentType}</summary>${schemaBlock(schema, schemas)}</details>`
  return html`<dt class="${isProblem(response) ? 'bad' : 'good'}">${status}</dt><dd>${prose(description)}${fields}</dd>
`
}
