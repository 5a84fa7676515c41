import type { Schemas } from '#runtime/ports/schemas.ts'
import type { HttpTools } from '#runtime/sessions/answers/http-tools.ts'

/** As much of JSON Schema as a session's test needs: required properties, others, and patterns of texts. */
export const plainSchemas: Schemas = {
  compile: (schema) => (value) => {
    const { required = [], properties = {}, additionalProperties } = schema as ObjectSchema
    const missing = required.find((name) => !Object.hasOwn(value as object, name))
    if (missing !== undefined) return [{ pointer: '', message: `must have "${missing}"`, keyword: 'required' }]
    return Object.entries(value as object).flatMap(([name, text]) => {
      const { pattern } = properties[name] ?? {}
      if (additionalProperties === false && !Object.hasOwn(properties, name))
        return [{ pointer: '', message: `must not have "${name}"`, keyword: 'additionalProperties' }]
      if (pattern === undefined || (typeof text === 'string' && new RegExp(pattern).test(text))) return []
      return [{ pointer: `/${name}`, message: 'must match the pattern', keyword: 'pattern' }]
    })
  },
}

interface ObjectSchema {
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, { readonly pattern?: string }>>
  readonly additionalProperties?: boolean
}

/** For calls that have no tool of the platform's own. */
export const noTools: Pick<HttpTools, 'run'> = {
  run: () => Promise.reject(new Error('there is no such tool here')),
}
