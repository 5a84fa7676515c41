import { Ajv2020 } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import addFormats from 'ajv-formats'
import { build } from 'esbuild'
import type { Json, JsonObject } from '../bundle/json.ts'
import { rewritten } from '../bundle/json.ts'
import { schemaNameOf } from '../bundle/references.ts'
import { defaultOf } from './commonjs.ts'
import { replaceLengthKeywords } from './length-keywords.ts'
import { prepared, type ValidatorSet } from './validator-sets.ts'

/** Keywords of the documents that check nothing. */
const silentKeywords = ['x-pii', 'x-requirement', 'x-audio', 'x-states']

/** The module of a set, with everything it needs inside it. `root` is where the libraries are found. */
export async function compileValidators(set: ValidatorSet<string>, root: string): Promise<string> {
  const result = await build({
    stdin: { contents: sourceOf(set), resolveDir: root, loader: 'js', sourcefile: `${set.name}.mjs` },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  })
  return result.outputFiles[0]!.text
}

function sourceOf(set: ValidatorSet<string>): string {
  const { ajv, ids } = ajvOf(set)
  return defaultOf(standaloneCode)(ajv, ids)
}

/** The set's schemas as Ajv knows them, and the id of each exported name. */
export function ajvOf(set: ValidatorSet<string>): { ajv: Ajv2020; ids: Record<string, string> } {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: set.allErrors,
    coerceTypes: set.coercing ? 'array' : false,
    useDefaults: set.coercing,
    code: { source: true, esm: true, lines: true },
  })
  // Instants of parameters are looked for, so they must be on the calendar; in bodies and events their form is enough, at
  // a twentieth of the time.
  defaultOf(addFormats)(ajv, { mode: set.coercing ? 'full' : 'fast' })
  // The width of a number is for clients of other languages; its bounds are what is checked.
  for (const format of ['binary', 'int32', 'int64']) {
    ajv.addFormat(format, true)
  }
  ajv.addVocabulary(silentKeywords)
  replaceLengthKeywords(ajv)
  for (const [name, schema] of Object.entries(set.components)) {
    ajv.addSchema({ $id: name, ...(linked(schema) as JsonObject) })
  }
  const ids: Record<string, string> = {}
  for (const [name, schema] of Object.entries(set.exports)) {
    const id = schemaNameOf(schema) ?? `${name}.inline`
    ids[name] = id
    if (schemaNameOf(schema) === null) {
      ajv.addSchema({ $id: id, ...(linked(prepared(schema, { ...set.components })) as JsonObject) })
    }
  }
  return { ajv, ids }
}

/** References between the schemas as Ajv knows them, by their names. */
function linked(schema: Json): Json {
  return rewritten(schema, (object) => {
    const name = schemaNameOf(object)
    return name === null ? object : { ...object, $ref: name }
  })
}
