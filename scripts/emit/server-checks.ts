import type { JsonObject } from '../bundle/json.ts'
import { messageDocument, mirrored, textMessages } from './message-document.ts'
import { header, quoted } from './source-text.ts'
import { messageSet, type ValidatorSet } from './validator-sets.ts'

/** The validators of what the server sends: for clients that want to know whether it keeps to the contract. */
export function serverMessageSet(document: JsonObject): ValidatorSet<string> {
  return messageSet('server-validators', document, [...new Set(received(document).map(({ schema }) => schema))])
}

/** `sdks/browser/generated/server-checks.gen.ts`: the validator of each message by its tag. */
export function emitServerChecks(document: JsonObject, source: string): string {
  const rows = received(document).map(({ tag, schema }) => `  ${quoted(tag)}: validators.${schema},\n`)
  return `${header(source)}import type { ServerMessage } from './realtime.gen.ts'
import * as validators from './server-validators.mjs'
import type { Validator } from './violation.gen.ts'

export const serverChecks: Readonly<Record<ServerMessage['t'], Validator>> = {
${rows.join('')}}
`
}

function received(document: JsonObject) {
  return textMessages(messageDocument(mirrored(document)), 'receive')
}
