import { problemCatalogue } from '#scripts/bundle/catalogue.ts'
import type { Json, JsonObject } from '#scripts/bundle/json.ts'
import { isObject, optionalObjectAt } from '#scripts/bundle/json.ts'
import { isProblem, type Operation, type Response } from '#scripts/emit/operations.ts'
import { methodBadge } from '../layout.ts'
import { codeBlock, jsonBlock } from '../pieces/code-block.ts'
import { type Html, html, paragraphs, prose } from '../pieces/html.ts'
import { fieldList, schemaList } from '../pieces/schema-list.ts'
import { fieldOf } from '../pieces/schema-tree.ts'
import { tabsHtml } from '../pieces/tabs.ts'
import { curlOf, type RequestSample, requestOf } from './request-sample.ts'
import type { RestContext } from './rest-context.ts'
import { pythonOf, typescriptOf } from './sdk-sample.ts'
import { tryIt } from './try-it.ts'

/** One operation: what it is for, what it takes and answers, a sample, and a form that calls it. */
export function operationBlock(operation: Operation, context: RestContext): Html {
  const { id, method, path, roles, source } = operation
  const examples = context.examples.get(id) ?? []
  const request = requestOf(operation, examples)
  return html`<section class="operation" id="${id}">
<div class="words">
<h2><a href="#${id}">${String(source.summary ?? id)}</a></h2>
<p class="route">${methodBadge(method)}<code>${path}</code></p>
${paragraphs(source.description)}
<p class="quiet">${roles === null ? 'Needs no key.' : html`For the roles ${roles.map((role, index) => html`${index > 0 ? ', ' : null}<code>${role}</code>`)}.`} Operation <code>${id}</code>.${requirements(source)}</p>
${parameterLists(operation, context, ['path', 'query'])}
${bodyList(operation, context)}
${parameterLists(operation, context, ['header'])}
<h3>Answers</h3>
${operation.responses.filter((response) => !isProblem(response)).map((response) => answer(response, context))}
${refusals(operation.responses.filter(isProblem), context)}
</div>
<div class="samples">
${requestSamples(operation, request, context)}
${tryIt(operation, request)}
${examples.map(({ title, content }) => answerSample(title, content))}
</div>
</section>
`
}

/** The request in every language that there is a client for. */
function requestSamples(operation: Operation, request: RequestSample, { methods }: RestContext): Html {
  const curl = codeBlock(curlOf(operation, request), 'sh', 'Request')
  const method = methods.get(operation.id)
  if (method === undefined) return curl
  const tabs = [
    { label: 'curl', figure: curl.html },
    { label: 'TypeScript', figure: codeBlock(typescriptOf(method, request), 'ts', 'Request').html },
    { label: 'Python', figure: codeBlock(pythonOf(method, request), 'python', 'Request').html },
  ]
  return tabsHtml(tabs, operation.id)
}

function requirements(source: JsonObject): Html {
  const ids = Array.isArray(source['x-requirement']) ? source['x-requirement'].map(String) : []
  return ids.length === 0 ? html`` : html` Requirement ${ids.join(', ')}.`
}

const placeTitles = { path: 'In the path', query: 'In the query', header: 'Headers' } as const

function parameterLists(
  { parameters }: Operation,
  { schemas }: RestContext,
  places: readonly (keyof typeof placeTitles)[],
): Html {
  const list = (place: keyof typeof placeTitles): Html => {
    const members = parameters.filter((parameter) => parameter.in === place)
    if (members.length === 0) return html``
    const fields = members.map((parameter) => {
      const field = fieldOf(String(parameter.name), parameter.schema, schemas, parameter.required === true)
      return { ...field, description: String(parameter.description ?? field.description) }
    })
    return html`<h3>${placeTitles[place]}</h3>${fieldList(fields)}`
  }
  return html`${places.map(list)}`
}

function bodyList({ id, bodies }: Operation, { schemas }: RestContext): Html {
  const [first] = Object.entries(bodies)
  if (first === undefined) return html``
  return html`<h3>Body <small>${Object.keys(bodies).join(', ')}</small></h3>${schemaList(first[1], schemas, id)}`
}

function answer({ status, description, contentType, schema }: Response, { schemas }: RestContext): Html {
  const fields =
    schema === undefined || contentType !== 'application/json'
      ? null
      : html`<details class="inside"><summary>What is in it</summary>${schemaList(schema, schemas)}</details>`
  return html`<div class="answer"><p><b class="status good">${status}</b> ${prose(description)}${contentType === null ? null : html` <small>${contentType}</small>`}</p>${fields}</div>
`
}

/** The statuses that refuse, with the codes that they come with. */
function refusals(responses: readonly Response[], { problems }: RestContext): Html {
  if (responses.length === 0) return html``
  const codes = Object.entries(problemCatalogue(problems))
  const row = ({ status, description }: Response): Html => {
    const links = codes
      .filter(([, problem]) => problem.status === status)
      .map(([code]) => html`<a href="problems.html#${code}"><code>${code}</code></a> `)
    return html`<li><b class="status bad">${status}</b> <span>${links}<small>${prose(description)}</small></span></li>
`
  }
  return html`<details class="refusals"><summary>${responses.length} refusals and failures</summary><ul>${responses.map(row)}</ul></details>`
}

function answerSample(title: string, example: Json): Html {
  const { request, response } = isObject(example) ? example : {}
  const body = isObject(response) ? response.body : undefined
  const asked = isObject(request) ? optionalObjectAt(request, 'body') : {}
  if (body === undefined && Object.keys(asked).length === 0) return html``
  const status = isObject(response) ? ` ${String(response.status)}` : ''
  return html`<details class="sample"><summary>Example: ${title}</summary>
${Object.keys(asked).length === 0 ? null : jsonBlock(asked, 'Body')}${body === undefined ? null : jsonBlock(body, `Answer${status}`)}</details>
`
}
