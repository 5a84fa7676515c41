import { closeCodes, type ProblemEntry } from './catalogue.ts'
import { isObject, type JsonObject, optionalObjectAt } from './json.ts'

/** The document with the values of `ProblemCode`, and with the close codes on each of its WebSocket channels that has none of its own. */
export function injectProblems(document: JsonObject, problems: Readonly<Record<string, ProblemEntry>>): JsonObject {
  const components = optionalObjectAt(document, 'components')
  const schemas = optionalObjectAt(components, 'schemas')
  const injected: JsonObject = { ...document }
  if (isObject(schemas.ProblemCode)) {
    const problemCode = { ...schemas.ProblemCode, enum: Object.keys(problems) }
    injected.components = { ...components, schemas: { ...schemas, ProblemCode: problemCode } }
  }
  if (isObject(document.channels)) {
    injected.channels = Object.fromEntries(
      Object.entries(document.channels).map(([key, channel]) => [
        key,
        isSocket(channel) && isObject(channel) && !('x-close-codes' in channel)
          ? { ...channel, 'x-close-codes': closeCodes(problems) }
          : channel,
      ]),
    )
  }
  return injected
}

function isSocket(channel: JsonObject[string]): boolean {
  return isObject(channel) && isObject(optionalObjectAt(channel, 'bindings').ws)
}
