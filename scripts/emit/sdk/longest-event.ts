import { isObject, type Json, type JsonObject } from '../../bundle/json.ts'

/** The most bytes of one server-sent event, which every stream of the document promises alike; throws where one does not. */
export function longestEvent(document: JsonObject): number {
  const promised = [...streamsIn(document.paths ?? {})].map((stream) => stream['x-longest-event'])
  const [bytes] = promised
  if (typeof bytes !== 'number' || promised.some((one) => one !== bytes))
    throw new Error(`Every text/event-stream says the same x-longest-event; they say ${JSON.stringify(promised)}.`)
  return bytes
}

function* streamsIn(value: Json): Generator<JsonObject> {
  if (!isObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (name === 'text/event-stream' && isObject(member)) yield member
    else yield* streamsIn(member)
  }
}
