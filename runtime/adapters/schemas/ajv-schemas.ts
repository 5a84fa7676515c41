import { Ajv, type ErrorObject } from 'ajv'
import { RE2JS } from 're2js'
import type { SchemaCheck, Schemas } from '#runtime/ports/schemas.ts'

const KEPT = 500
/** Characters that the patterns of a schema look at in one check; what goes beyond matches none. The engine is linear, but slow. */
const MATCHED_PER_CHECK = 2_048
const MAX_REPEATS = 50
/** States of a pattern: what one character costs at the most. */
const MAX_STATES = 1_000

/**
 * Tenants' schemas with Ajv. Each has an instance of its own: a shared one keeps what one tenant named. Patterns run on
 * RE2, which does not backtrack.
 */
export function ajvSchemas(): Schemas {
  const kept = new Map<string, SchemaCheck>()
  return {
    compile(schema) {
      const key = JSON.stringify(schema)
      const check = kept.get(key) ?? compile(schema)
      // The one that was used last is forgotten last.
      kept.delete(key)
      kept.set(key, check)
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
      return check
    },
  }
}

function compile(schema: object): SchemaCheck {
  const { $schema: _, ...rules } = schema as Record<string, unknown>
  const budget = { left: 0 }
  const ajv = new Ajv({
    strict: false,
    // The form of the keywords was checked already; Ajv's own schema of schemas takes ten times as long.
    meta: false,
    validateSchema: false,
    logger: false,
    allErrors: false,
    ownProperties: true,
    validateFormats: false,
    unicodeRegExp: false,
    code: { regExp: Object.assign((pattern: string) => linearPattern(pattern, budget), { code: 'linear' }) },
  })
  let validate: ReturnType<Ajv['compile']>
  try {
    validate = ajv.compile(rules)
  } catch (cause) {
    if (cause instanceof PatternError) throw cause
    throw new Error('is no JSON Schema', { cause })
  }
  return (value) => {
    budget.left = MATCHED_PER_CHECK
    return validate(value) ? [] : (validate.errors ?? []).slice(0, 8).map(violation)
  }
}

/** A pattern that cannot be used; its message may be shown. */
class PatternError extends Error {
  override readonly name = 'PatternError'
}

function linearPattern(pattern: string, budget: { left: number }): RegExp {
  const repeats = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least, most]) => [least, most || '0'])
  if (repeats.some((count) => Number(count) > MAX_REPEATS))
    throw new PatternError(`has a pattern that repeats more than ${MAX_REPEATS} times`)
  const compiled = compiledPattern(pattern)
  const test = (text: string): boolean => {
    budget.left -= text.length
    return budget.left >= 0 && compiled.matcher(text).find()
  }
  return { test } as RegExp
}

function compiledPattern(pattern: string): RE2JS {
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
  } catch (cause) {
    throw new PatternError('has a pattern that RE2 does not take', { cause })
  }
  if (compiled.programSize() > MAX_STATES) throw new PatternError('has a pattern that is too large')
  return compiled
}

const violation = ({ instancePath, message, keyword, params }: ErrorObject) => ({
  pointer: instancePath.slice(0, 512),
  message: `${message ?? 'does not fit'}${keyword === 'additionalProperties' ? ` (${String(params.additionalProperty).slice(0, 64)})` : ''}`,
  keyword,
})
