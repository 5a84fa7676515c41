/** A document of the contract, as it is published. */
// biome-ignore lint/suspicious/noExplicitAny: its form is held by the checks of the document itself
export type Document = any

/** What pacts are held against. */
export interface Documents {
  readonly openapi: Document
  readonly realtime: Document
}

/** Every kind of message that the realtime socket has as an operation of its own, so that a pact is held against that one. */
export function realtimeByKind(realtime: Document): Document {
  const { components } = realtime
  const operations = Object.entries<Document>(realtime.operations).flatMap(([id, operation]) =>
    operation.messages.map((reference: { $ref: string }) => {
      const kind = components.messages[lastPart(reference.$ref)].name
      return [kindOf(id, kind), { ...operation, messages: [reference] }]
    }),
  )
  return { ...realtime, operations: Object.fromEntries(operations) }
}

export const kindOf = (operationId: string, kind: unknown): string => `${operationId} "${String(kind)}"`

/** The webhooks of the OpenAPI document as AsyncAPI has messages: an operation each, by its `operationId`. */
export function webhooksAsMessages(openapi: Document): Document {
  const posts = Object.entries<Document>(openapi.webhooks).map(([type, { post }]) => [type, post] as const)
  const messages = posts.map(([type, post]) => [type, webhookMessage(openapi, post)])
  const channel = { address: '/', messages: Object.fromEntries(messages) }
  const operations = posts.map(([type, post]) => [
    post.operationId,
    {
      action: 'send',
      channel: { $ref: '#/channels/webhooks' },
      messages: [{ $ref: `#/channels/webhooks/messages/${type}` }],
    },
  ])
  return {
    ...{ asyncapi: '3.0.0', info: openapi.info, defaultContentType: 'application/json' },
    channels: { webhooks: channel },
    operations: Object.fromEntries(operations),
    components: { schemas: openapi.components.schemas },
  }
}

function webhookMessage(openapi: Document, { parameters, requestBody }: Document): Document {
  const headers = parameters
    .map((one: Document) => (one.$ref ? openapi.components.parameters[lastPart(one.$ref)] : one))
    .map(({ name, schema }: Document) => [name.toLowerCase(), schema])
  const properties = {
    ...Object.fromEntries(headers),
    'content-type': { type: 'string' },
    contentType: { type: 'string' },
  }
  return { headers: { type: 'object', properties }, payload: requestBody.content['application/json'].schema }
}

const lastPart = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1)
