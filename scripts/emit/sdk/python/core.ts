import type { JsonObject } from '../../../bundle/json.ts'
import { contentOf, contentsOf, filesBelow } from '../../../files.ts'
import { sha256 } from '../../manifest.ts'
import { modelConfig, pythonDocument } from './document.ts'
import { generateModels, generatorVersion, JavaMissing } from './generator.ts'

export const pythonFolder = 'sdks/python/invorto/generated'
const stampPath = `${pythonFolder}/models.gen.json`

/** What the models were made from, and what they were then. */
interface Stamp {
  readonly note: string
  readonly generator: string
  /** SHA-256 of the document, the settings and the templates. */
  readonly inputs: string
  /** SHA-256 of all models. */
  readonly outputs: string
}

/** What `make generate` does where models are to be made anew and there is no Java. */
export type WithoutJava = 'leave' | 'fail'

/**
 * The models of the Python SDK: path to content. openapi-generator takes seconds, so the committed ones are taken as they
 * are where they were made from the same, and nobody has touched them since.
 */
export async function emitPythonModels(
  document: JsonObject,
  root: string,
  withoutJava: WithoutJava,
): Promise<Map<string, string>> {
  const committed = await contentsOf(root, await filesBelow(root, pythonFolder).then(modelsAmong))
  const stamp = await stampOf(document, committed)
  const before = await contentOf(root, stampPath)
  if (before === stamp) return committed.set(stampPath, stamp)
  try {
    const models = await makePythonModels(document, root)
    return models.set(stampPath, await stampOf(document, models))
  } catch (error) {
    if (!(error instanceof JavaMissing)) throw error
    const what = 'The models of the Python SDK are not those of the documents as they are now.'
    if (withoutJava === 'fail') throw new Error(`${what} ${error.message}`)
    console.error(`${what} They stay as they are. ${error.message}`)
    return before === null ? committed : committed.set(stampPath, before)
  }
}

/** Whether the models among the files are made from this document. */
export async function areModelsOf(document: JsonObject, files: ReadonlyMap<string, string>): Promise<boolean> {
  const models = new Map(modelsAmong([...files.keys()]).map((path) => [path, files.get(path)!]))
  return files.get(stampPath) === (await stampOf(document, models))
}

/** The models, made anew whatever there is. */
export async function makePythonModels(document: JsonObject, root: string): Promise<Map<string, string>> {
  const lowered = pythonDocument(document)
  const models = await generateModels(root, lowered, modelConfig(lowered))
  return new Map([...models].map(([file, text]) => [`${pythonFolder}/models/${file}`, tidied(text)]))
}

const modelsAmong = (paths: readonly string[]): string[] =>
  paths.filter((path) => path.startsWith(`${pythonFolder}/models/`) && !path.endsWith('/__init__.py')).sort()

async function stampOf(document: JsonObject, models: ReadonlyMap<string, string>): Promise<string> {
  const templates = await filesBelow(import.meta.dirname, 'templates')
  const lowered = pythonDocument(document)
  const inputs = [lowered, modelConfig(lowered), ...(await contentsOf(import.meta.dirname, templates.sort()))]
  const stamp: Stamp = {
    note: 'Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.',
    generator: `openapi-generator ${generatorVersion}`,
    inputs: sha256(JSON.stringify(inputs)),
    outputs: sha256(JSON.stringify([...models].sort(([one], [other]) => (one < other ? -1 : 1)))),
  }
  return `${JSON.stringify(stamp, null, 2)}\n`
}

/** The template imports whatever a model may need: what it does not use goes, and so do blank lines without a purpose. */
export function tidied(text: string): string {
  const body = text.replace(/^(from|import) .*$/gm, '')
  const used = (name: string): boolean => new RegExp(`(?<!["\\w])${name}\\b`).test(body.replace(/"""[\s\S]*?"""/g, ''))
  return text
    .replace(/^from typing import (.*)$/m, (_, names: string) => {
      const needed = names.split(', ').filter(used)
      return needed.length === 0 ? '' : `from typing import ${needed.join(', ')}`
    })
    .replace(/^import datetime as datetime_\n/m, (line) => (used('datetime_') ? line : ''))
    .replace(/^from pydantic import Field\n/m, (line) => (used('Field') ? line : ''))
    .replace(/^from \.\.\.model import Model\n/m, (line) => (used('Model') ? line : ''))
    .replace(/^from [\w.]+\.models\.(\w+) import/gm, 'from .$1 import')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n+(class |\w+ = Union)/g, '\n\n\n$1')
    .trimEnd()
    .concat('\n')
}
