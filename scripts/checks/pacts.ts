import type { Document, Documents } from '#sdks/contract/document.ts'

/** What an SDK gets of the platform and no interaction is about: methods, messages of the socket, webhooks. */
export function withoutPact({ openapi, realtime }: Documents, drawnUp: ReadonlySet<string>): string[] {
  const operations = Object.values<Document>(openapi.paths).flatMap((item) => Object.values<Document>(item))
  const methods = operations.filter(({ operationId, security }) => operationId !== undefined && security === undefined)
  const sent = Object.values<Document>(realtime.operations).filter(({ action }) => action === 'send')
  const messages = sent
    .flatMap(({ messages: all }) => all.map(({ $ref }: Document) => $ref.slice($ref.lastIndexOf('/') + 1)))
    .filter((key) => realtime.components.messages[key]['x-ws-frame'] !== 'binary')
  const names = [...methods.map(({ operationId }) => operationId), ...messages, ...Object.keys(openapi.webhooks ?? {})]
  return names.filter((name) => !drawnUp.has(name))
}
