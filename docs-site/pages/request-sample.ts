import { isObject, type Json, type JsonObject, optionalObjectAt } from '#scripts/bundle/json.ts'
import type { Operation } from '#scripts/emit/operations.ts'
import type { Example } from '../pieces/example.ts'

/** What a request of an operation may look like. */
export interface RequestSample {
  readonly path: Readonly<Record<string, string>>
  readonly query: JsonObject
  /** Null where it takes none. */
  readonly body: Json
  readonly contentType: string | null
}

/** The request of the smallest example that has one and is answered well; what it leaves out comes from the schemas. */
export function requestOf(operation: Operation, examples: readonly Example[]): RequestSample {
  const requests = examples
    .map(({ content }) => (isObject(content) ? content : {}))
    .filter(({ request, response }) => isObject(request) && !isRefusal(response))
    .map(({ request }) => request as JsonObject)
  const [best = {}] = requests.sort((left, right) => JSON.stringify(left).length - JSON.stringify(right).length)
  const withBody = requests.find(({ body }) => body !== undefined)
  const [contentType = null] = Object.keys(operation.bodies)
  return {
    path: { ...texts(exampleValues(operation)), ...texts(optionalObjectAt(best, 'path')) },
    query: optionalObjectAt(best, 'query'),
    body: contentType === null ? null : (best.body ?? withBody?.body ?? {}),
    contentType,
  }
}

const isRefusal = (response: Json | undefined): boolean => isObject(response) && Number(response.status) >= 400

function exampleValues({ parameters }: Operation): JsonObject {
  const own = parameters.filter((parameter) => parameter.in === 'path')
  return Object.fromEntries(
    own.map(({ name, schema }) => {
      const examples = isObject(schema) && Array.isArray(schema.examples) ? schema.examples : []
      return [String(name), examples[0] ?? `{${String(name)}}`]
    }),
  )
}

const texts = (values: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

/** The request as a command for a shell that has `API_BASE_URL` and `INVORTO_API_KEY`. */
export function curlOf({ method, path, roles }: Operation, sample: RequestSample): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => sample.path[name] ?? `{${name}}`)
  const query = new URLSearchParams(texts(sample.query)).toString()
  const lines = [
    `curl${method === 'GET' || (method === 'POST' && sample.body !== null) ? '' : ` -X ${method}`} "$API_BASE_URL${filled}${query === '' ? '' : `?${query}`}"`,
    ...(roles === null ? [] : ['-H "Authorization: Bearer $INVORTO_API_KEY"']),
    ...(sample.contentType === null ? [] : [`-H 'Content-Type: ${sample.contentType}'`]),
    ...(sample.body === null ? [] : [`-d '${JSON.stringify(sample.body, null, 2).replaceAll("'", "'\\''")}'`]),
  ]
  return lines.join(' \\\n  ')
}
