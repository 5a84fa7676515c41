import { basename } from 'node:path'
import { renderMessages } from '../emit/asyncapi-generator.ts'
import { emitClientMessages } from '../emit/client.ts'
import { compileValidators } from '../emit/compile-validators.ts'
import { emitEvents } from '../emit/events.ts'
import { type MessageDocument, messageDocument, mirrored, textMessages } from '../emit/message-document.ts'
import { emitServerMessages } from '../emit/messages.ts'
import { emitValidatorTypes } from '../emit/validator-index.ts'
import { messageSet } from '../emit/validator-sets.ts'
import { emitViolation } from '../emit/violation.ts'
import { houseForm, type Overlay } from './house-form.ts'
import { foreignDocument } from './source.ts'

/**
 * Name of each file that our emitters make of a document of others, with its text. What is wrong with the document is told
 * with its file, the place in it and what to do.
 */
export async function emitForeign(
  path: string,
  text: string,
  overlay: Overlay,
  root: string,
): Promise<Map<string, string>> {
  try {
    return await emitted(basename(path), text, overlay, root)
  } catch (error) {
    throw new Error(`${path} ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

async function emitted(source: string, text: string, overlay: Overlay, root: string): Promise<Map<string, string>> {
  const document = houseForm(foreignDocument(text), overlay)
  const known = messageDocument(document)
  const sent = textMessages(known, 'send')
  const names = [...textMessages(known, 'receive'), ...sent].map(({ schema }) => schema)
  const files = await renderMessages([
    { document, output: 'realtime.gen.ts', emit: (each) => emitServerMessages(each, source) },
    { document: mirrored(document), output: 'client.gen.ts', emit: (each) => emitClientMessages(each, source) },
    ...(sent.length === 0
      ? []
      : [{ document, output: 'events.gen.ts', emit: (each: MessageDocument) => emitEvents(each, source) }]),
  ])
  files.set('violation.gen.ts', emitViolation())
  for (const name of ['realtime', 'events'] as const) {
    const set = messageSet(name, document, names)
    files.set(`validators/${name}.mjs`, await compileValidators(set, root))
    files.set(`validators/${name}.d.mts`, emitValidatorTypes(set))
  }
  return files
}
