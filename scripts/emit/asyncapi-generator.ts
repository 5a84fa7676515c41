import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '../bundle/json.ts'
import { type MessageDocument, messageDocument } from './message-document.ts'
import { type ParsedDocument, referencedAgain } from './parsed-document.ts'

/** One document and the text that an emitter makes of it. */
export interface Rendering {
  readonly document: JsonObject
  readonly output: string
  readonly emit: (document: MessageDocument) => string
}

interface Generator {
  generateFromString(document: string): Promise<void>
}

type GeneratorClass = new (template: string, folder: string, options: object) => Generator

/**
 * Runs `@asyncapi/generator` once for each document, all in this process: it parses and validates the document, and
 * the template hands what it parsed to the emitter. What it transpiles into the template's folder is taken away again.
 */
export async function renderMessages(renderings: readonly Rendering[]): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'invorto-asyncapi-'))
  const Generator: GeneratorClass = createRequire(import.meta.url)('@asyncapi/generator')
  const template = join(import.meta.dirname, 'template')
  try {
    for (const [index, { document, emit }] of renderings.entries()) {
      const files = (parsed: ParsedDocument) => [
        { name: `${index}.txt`, text: emit(messageDocument(referencedAgain(parsed))) },
      ]
      const generator = new Generator(template, folder, { forceWrite: true, templateParams: { emit: files } })
      await generator.generateFromString(JSON.stringify(document))
    }
    const names = await readdir(folder)
    const rendered = new Map<string, string>()
    for (const [index, { output }] of renderings.entries()) {
      if (!names.includes(`${index}.txt`)) {
        throw new Error(`The AsyncAPI generator made no ${output}.`)
      }
      rendered.set(output, await readFile(join(folder, `${index}.txt`), 'utf8'))
    }
    return rendered
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(join(template, '__transpiled'), { recursive: true, force: true })
  }
}
