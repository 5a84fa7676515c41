import { declaration } from './json-schema-to-ts.ts'
import { emittedSchemas, type Message, type MessageDocument, textMessages } from './message-document.ts'
import { docComment, header, literal, propertyName, quoted } from './source-text.ts'

/** `generated/realtime.gen.ts`: the socket as the server sees it. What is received is the client's. */
export function emitServerMessages(document: MessageDocument, source: string): string {
  const received = textMessages(document, 'receive')
  const sent = textMessages(document, 'send')
  return [
    `${header(source)}${imports(received.length > 0, sent.length > 0)}`,
    ...emittedSchemas(document).map((name) => declaration(name, document.schemas[name]!)),
    unionOf('ClientMessage', 'Every text message of the client.', received),
    unionOf('ServerMessage', 'Every text message of the server.', sent),
    ...(document.messages.some(({ direction }) => direction === 'receive') ? [handlers(document)] : []),
    closeCodesOf(document),
    rolesOf(document),
    ...(received.length === 0
      ? []
      : [
          validatorTable('clientValidators', 'ClientMessage', received, document.discriminator),
          decoding(document, received),
          dispatch(document, received),
        ]),
    ...(sent.length === 0
      ? []
      : [validatorTable('serverValidators', 'ServerMessage', sent, document.discriminator), encoding(document)]),
  ].join('\n')
}

function imports(receives: boolean, sends: boolean): string {
  if (!receives && !sends) return ''
  return `import { check, type Validator${sends ? ', type Violation' : ''} } from './violation.gen.ts'
import * as validators from './validators/realtime.mjs'
`
}

export function unionOf(name: string, comment: string, messages: readonly Message[]): string {
  const members = messages.length === 0 ? ' never' : `\n${messages.map(({ schema }) => `  | ${schema}`).join('\n')}`
  return `${docComment(comment)}export type ${name} =${members}\n`
}

export function closeCodesOf({ closeCodes }: MessageDocument): string {
  const entries = Object.entries(closeCodes).map(([code, names]) => `  ${code}: ${literal(names)},\n`)
  return `/** Each close code and the problems that it stands for; 1000 is a normal end. */
export const closeCodes = {
${entries.join('')}} as const

export type CloseCode = keyof typeof closeCodes
`
}

function rolesOf({ roles }: MessageDocument): string {
  return `/** Roles of the keys that may open the socket. */
export const socketRoles: readonly string[] = ${literal(roles)}
`
}

function handlers({ messages }: MessageDocument): string {
  const lines = messages
    .filter(({ direction }) => direction === 'receive')
    .map(({ key, tag, schema, summary }) => {
      const parameter = tag === null ? 'frame: Buffer' : `message: ${schema}`
      return `${docComment(summary, '  ')}  readonly ${propertyName(key)}: (${parameter}, context: Context) => void | Promise<void>\n`
    })
  return `/** One method for each message of the client; leaving one out does not compile. */
export interface RealtimeHandlers<Context> {
${lines.join('')}}
`
}

function validatorTable(
  name: string,
  type: string,
  messages: readonly (Message & { tag: string })[],
  tag: string,
): string {
  const entries = messages.map((message) => `  ${quoted(message.tag)}: validators.${message.schema},\n`)
  return `const ${name}: Readonly<Record<${type}['${tag}'], Validator>> = {
${entries.join('')}}
`
}

function decoding({ discriminator }: MessageDocument, received: readonly { tag: string }[]): string {
  const known = received.map(({ tag }) => tag).join(', ')
  return `/** A message, or what its sender must do about it; \`field\` is a JSON Pointer to the wrong place. */
export type Decoded<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly message: string; readonly field?: string }

const deepestNesting = 32

/** The client's message in a text frame. Never throws. */
export function decodeClientMessage(text: string): Decoded<ClientMessage> {
  if (nestsDeeperThan(deepestNesting, text)) {
    return { ok: false, message: \`Nest objects and arrays at most \${deepestNesting} deep.\` }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, message: 'Send one JSON object in a text frame; this is not JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, message: 'Send one JSON object in a text frame.' }
  }
  const kind: unknown = (value as { ${discriminator}?: unknown }).${discriminator}
  if (typeof kind !== 'string' || !Object.hasOwn(clientValidators, kind)) {
    const known = ${quoted(known)}
    return { ok: false, message: \`Set "${discriminator}" to one of \${known}.\`, field: '/${discriminator}' }
  }
  const violation = check(clientValidators[kind as ClientMessage['${discriminator}']], value)
  if (violation !== null) {
    const place = violation.pointer === '' ? 'The message' : \`"\${violation.pointer.slice(1)}"\`
    return { ok: false, message: \`\${place} \${violation.message}.\`, field: violation.pointer }
  }
  return { ok: true, message: value as ClientMessage }
}

/** Counts brackets outside strings, so that hostile text is refused before it is parsed. */
function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) {
      index = endOfString(text, index)
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true
    } else if (code === 0x7d || code === 0x5d) {
      depth--
    }
  }
  return false
}

/** Where the string that begins at \`start\` ends: the next quote behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end
    while (text.charCodeAt(first - 1) === 0x5c) first--
    if ((end - first) % 2 === 0) return end
  }
  return text.length
}
`
}

function encoding({ discriminator }: MessageDocument): string {
  return `/** The text frame of a message. */
export function encodeServerMessage(message: ServerMessage): string {
  return JSON.stringify(message)
}

/** What is wrong with a message of the server, or null when it fits the contract. */
export function checkServerMessage(message: ServerMessage): Violation | null {
  if (!Object.hasOwn(serverValidators, message.${discriminator})) {
    return { pointer: '/${discriminator}', message: 'is no message of the server', keyword: 'enum' }
  }
  return check(serverValidators[message.${discriminator}], message)
}
`
}

function dispatch({ discriminator }: MessageDocument, received: readonly (Message & { tag: string })[]): string {
  const cases = received.map(
    ({ key, tag }) => `    case ${quoted(tag)}:\n      return handlers.${key}(message, context)\n`,
  )
  return `/** Hands a message to its method. */
export function dispatchClientMessage<Context>(
  handlers: RealtimeHandlers<Context>,
  message: ClientMessage,
  context: Context,
): void | Promise<void> {
  switch (message.${discriminator}) {
${cases.join('')}  }
}
`
}
