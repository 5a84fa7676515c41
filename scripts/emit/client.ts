import { stringsOf } from '../bundle/json.ts'
import { declaration } from './json-schema-to-ts.ts'
import { emittedSchemas, type MessageDocument, textMessages } from './message-document.ts'
import { closeCodesOf, unionOf } from './messages.ts'
import { docComment, header, propertyName, quoted } from './source-text.ts'

/** The browser SDK's core, from the mirrored document: what is received is the server's. It imports nothing. */
export function emitClientMessages(document: MessageDocument, source: string): string {
  const received = textMessages(document, 'receive')
  return [
    header(source),
    ...emittedSchemas(document).map((name) => declaration(name, document.schemas[name]!)),
    unionOf('ServerMessage', 'Every text message of the server.', received),
    unionOf('ClientMessage', 'Every text message of the client.', textMessages(document, 'send')),
    handlers(document),
    closeCodesOf(document),
    ...(received.length === 0 ? [] : [decoding(document), dispatch(document)]),
    ...(document.messages.some(({ direction }) => direction === 'send') ? [sender(document)] : []),
  ].join('\n')
}

function handlers({ messages, discriminator }: MessageDocument): string {
  const lines = messages
    .filter(({ direction }) => direction === 'receive')
    .map(({ key, tag, schema, summary }) => {
      const parameter = tag === null ? 'frame: Uint8Array' : `message: ${schema}`
      return `${docComment(summary, '  ')}  readonly ${propertyName(key)}: (${parameter}) => void\n`
    })
  return `/** A message of a newer server than this client. */
export interface UnknownMessage {
  readonly ${discriminator}: string
  readonly [field: string]: unknown
}

/** One method for each message of the server; leaving one out does not compile. */
export interface RealtimeClientHandlers {
${lines.join('')}  /** A message of a newer server; left out, it is passed over. */
  readonly unknown?: (message: UnknownMessage) => void
}
`
}

function decoding(document: MessageDocument): string {
  const { discriminator } = document
  const known = textMessages(document, 'receive').map(({ tag }) => `  ${quoted(tag)},\n`)
  return `/** A message of the server; \`known\` is false for one that is newer than this client. */
export type Decoded =
  | { readonly ok: true; readonly known: true; readonly message: ServerMessage }
  | { readonly ok: true; readonly known: false; readonly message: UnknownMessage }
  | { readonly ok: false; readonly message: string }

const serverTags: ReadonlySet<string> = new Set<ServerMessage['${discriminator}']>([
${known.join('')}])

/** The server's message in a text frame. Never throws. Fields are not checked: the server has done so. */
export function decodeServerMessage(text: string): Decoded {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, message: 'The server sent a text frame that is not JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, message: 'The server sent a text frame that is no JSON object.' }
  }
  const kind: unknown = (value as { ${discriminator}?: unknown }).${discriminator}
  if (typeof kind !== 'string') {
    return { ok: false, message: 'The server sent a message without a "${discriminator}".' }
  }
  if (!serverTags.has(kind)) {
    return { ok: true, known: false, message: value as UnknownMessage }
  }
  return { ok: true, known: true, message: value as ServerMessage }
}
`
}

function dispatch(document: MessageDocument): string {
  const cases = textMessages(document, 'receive').map(
    ({ key, tag, schema }) => `    case ${quoted(tag)}:\n      return handlers.${key}?.(message as ${schema})\n`,
  )
  return `/** Hands a message to its method, where there is one. */
export function dispatchServerMessage(
  handlers: Partial<RealtimeClientHandlers>,
  message: ServerMessage | UnknownMessage,
): void {
  switch (message.${document.discriminator}) {
${cases.join('')}    default:
      return handlers.unknown?.(message as UnknownMessage)
  }
}
`
}

function sender(document: MessageDocument): string {
  const methods = document.messages
    .filter(({ direction }) => direction === 'send')
    .map(({ key, tag, schema, summary }) => {
      const comment = docComment(summary, '  ')
      if (tag === null) {
        return `${comment}  ${key}(frame: Uint8Array): void {\n    this.#socket.send(frame)\n  }\n`
      }
      if (Array.isArray(document.schemas[schema]?.oneOf)) {
        return `${comment}  ${key}(message: ${schema}): void {\n    this.#socket.send(JSON.stringify(message))\n  }\n`
      }
      const parameter = fieldsParameter(document, schema)
      const fields = parameter === '' ? '' : ', ...fields'
      return `${comment}  ${key}(${parameter}): void {
    const message: ${schema} = { ${document.discriminator}: ${quoted(tag)}${fields} }
    this.#socket.send(JSON.stringify(message))
  }
`
    })
  return `/** Where frames go: a WebSocket, or anything like it. */
export interface FrameSink {
  send(data: string | Uint8Array): void
}

/** One method for each message of the client. */
export class RealtimeSender {
  readonly #socket: FrameSink

  constructor(socket: FrameSink) {
    this.#socket = socket
  }

${methods.join('\n')}}
`
}

function fieldsParameter({ schemas, discriminator }: MessageDocument, name: string): string {
  const properties = Object.keys(schemas[name]?.properties ?? {}).filter((property) => property !== discriminator)
  const required = stringsOf(schemas[name]?.required).filter((property) => property !== discriminator)
  if (properties.length === 0) {
    return ''
  }
  return `fields: Omit<${name}, '${discriminator}'>${required.length === 0 ? ' = {}' : ''}`
}
