import type { JsonObject } from '#scripts/bundle/json.ts'
import { messageDocument } from '#scripts/emit/message-document.ts'
import type { MessageFacts } from './page-data.ts'
import { messageAnchor } from './pages/socket.ts'
import { fieldsOf, flat } from './pieces/schema-tree.ts'

/** `sent start`, `received stt.final` … to what the message is; the client sends what the document receives. */
export function messageTable(document: JsonObject): Readonly<Record<string, MessageFacts>> {
  const { messages, schemas } = messageDocument(document)
  return Object.fromEntries(
    messages.map((message) => [
      `${message.direction === 'receive' ? 'sent' : 'received'} ${message.tag ?? 'audio frame'}`,
      {
        anchor: messageAnchor(message),
        summary: message.summary,
        fields:
          message.tag === null
            ? []
            : flat(fieldsOf(schemas[message.schema], schemas)).map(
                ({ path, type, required, description }) => [path, type, required, description] as const,
              ),
      },
    ]),
  )
}
