import { type Json, type JsonObject, objectAt } from '../../bundle/json.ts'
import { header, quoted } from '../source-text.ts'
import { emitFetchCore } from './hey-api.ts'
import { longestEvent } from './longest-event.ts'
import { emitNodeErrors } from './node-errors.ts'
import { emitNodeIndex } from './node-index.ts'
import { emitNodeResources } from './node-resources.ts'
import { emitSessionEvents } from './session-events.ts'

export const nodeFolder = 'sdks/node/generated'

/** What of the Node SDK is made from the documents: path to content. */
export async function emitNodeSdk(
  document: JsonObject,
  events: JsonObject,
  problems: Json,
): Promise<Map<string, string>> {
  const outputs = await emitFetchCore(document, `${nodeFolder}/rest`)
  const errors = emitNodeErrors(problems)
  const types = outputs.get(`${nodeFolder}/rest/types.gen.ts`) ?? ''
  outputs.set(`${nodeFolder}/errors.gen.ts`, errors)
  outputs.set(`${nodeFolder}/resources.gen.ts`, emitNodeResources(document))
  outputs.set(`${nodeFolder}/index.gen.ts`, emitNodeIndex(document, types, errors))
  outputs.set(`${nodeFolder}/session-events.gen.ts`, emitSessionEvents(events))
  outputs.set(`${nodeFolder}/version.gen.ts`, emitVersion(document))
  outputs.set(`${nodeFolder}/limits.gen.ts`, emitLimits(document))
  return outputs
}

const emitLimits = (document: JsonObject): string => `${header('specs/openapi.yaml')}
/** No block of a stream has more bytes, its empty line among them. */
export const longestEventBytes = ${longestEvent(document)}
`

const emitVersion = (document: JsonObject): string => `${header('specs/openapi.yaml')}
/** The contract that this SDK was made from. */
export const version = ${quoted(String(objectAt(document, 'info').version))}
`
