import { isObject, type Json, type JsonObject, stringsOf } from '../../bundle/json.ts'
import { operationsOf } from '../operations.ts'
import { html, prose, slug } from './html.ts'
import { codeBlock } from './pieces.ts'
import type { Section } from './rest-section.ts'

/** `specs/quickstart.yaml`: the first steps, with links to the operations that they take. */
export function quickstartSection(source: Json, openapi: JsonObject): Section {
  const known = new Set(operationsOf(openapi).map(({ id }) => id))
  const steps = (Array.isArray(source) ? source.filter(isObject) : []).map((step, index) => {
    const title = `${index + 1}. ${String(step.title)}`
    const operations = stringsOf(step.operations)
    const unknown = operations.find((id) => !known.has(id))
    if (unknown !== undefined) throw new Error(`The quickstart names the operation "${unknown}", which there is not.`)
    return { id: slug('quickstart', String(step.title)), title, text: step.text, code: step.code ?? '', operations }
  })
  return {
    id: 'quickstart',
    title: 'Quickstart',
    entries: steps.map(({ id, title }) => ({ id, title })),
    body: html`${steps.map(
      ({ id, title, text, code, operations }) => html`<section class="part" id="${id}">
<h3>${title}</h3>
<p>${prose(text)}</p>
${codeBlock(code)}
<p class="meta">${operations.map((name) => html`<a href="#${name}"><code>${name}</code></a> `)}</p>
</section>
`,
    )}`,
  }
}
