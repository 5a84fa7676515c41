import type { JsonObject } from '#scripts/bundle/json.ts'
import type { Operation } from '#scripts/emit/operations.ts'
import { type Html, html, raw } from '../pieces/html.ts'
import type { RequestSample } from './request-sample.ts'

/** The form that asks the running server; a script fills in the rest. */
export function tryIt(operation: Operation, sample: RequestSample): Html {
  const { id, method, path, parameters, roles } = operation
  const shown = parameters.filter((parameter) => parameter.in !== 'cookie')
  return html`<details class="try"><summary>Try it</summary>
<form data-operation="${id}" data-method="${method}" data-path="${path}" data-key="${roles === null ? 'none' : 'needed'}" aria-label="Try ${id}" novalidate>
${shown.map((parameter) => input(id, parameter, sample))}${
  sample.body === null
    ? null
    : html`<label for="try-${id}-body">Body <small>${sample.contentType ?? ''}</small></label>
<textarea id="try-${id}-body" name="body" data-type="${sample.contentType ?? ''}" rows="8" spellcheck="false">${JSON.stringify(sample.body, null, 2)}</textarea>
`
}<p class="buttons"><button type="submit" class="primary">Send</button><span class="state" role="status"></span></p>
<div class="outcome"></div>
</form></details>
`
}

function input(operation: string, parameter: JsonObject, sample: RequestSample): Html {
  const name = String(parameter.name)
  const place = String(parameter.in)
  const id = `try-${operation}-${place}-${name}`
  const value = place === 'path' && !sample.path[name]?.startsWith('{') ? (sample.path[name] ?? '') : ''
  return html`<label for="${id}">${name} <small>${place}${parameter.required === true ? ', required' : ''}</small></label>
<input id="${id}" name="${name}" data-in="${place}" value="${value}" autocomplete="off" spellcheck="false"${parameter.required === true ? raw(' required') : null}>
`
}
