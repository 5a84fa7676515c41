import { isObject, type JsonObject, optionalObjectAt } from './json.ts'

const name = 'Access-Control-Allow-Origin'
const reference = { $ref: '#/components/headers/AllowOrigin' }

/** The OpenAPI document in which every answer may tell the web origin that may read it (CORS). */
export function addOriginHeader(document: JsonObject): JsonObject {
  const components = optionalObjectAt(document, 'components')
  if (!isObject(optionalObjectAt(components, 'headers').AllowOrigin)) return document
  const paths = Object.entries(optionalObjectAt(document, 'paths')).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item as JsonObject).map(([method, operation]) => [
        method,
        isObject(operation) && isObject(operation.responses)
          ? { ...operation, responses: withHeader(operation.responses) }
          : operation,
      ]),
    ),
  ])
  const responses = withHeader(optionalObjectAt(components, 'responses'))
  return { ...document, paths: Object.fromEntries(paths), components: { ...components, responses } }
}

function withHeader(responses: JsonObject): JsonObject {
  const entries = Object.entries(responses).map(([key, response]) => {
    const own = isObject(response) && !('$ref' in response)
    return [
      key,
      own ? { ...response, headers: { ...optionalObjectAt(response, 'headers'), [name]: reference } } : response,
    ]
  })
  return Object.fromEntries(entries)
}
