import type { Schemas } from '#runtime/ports/schemas.ts'
import type { HttpTools } from '#runtime/sessions/http-tools.ts'

/** As much of JSON Schema as a session's test needs: which properties are required. */
export const plainSchemas: Schemas = {
  compile: (schema) => (value) => {
    const { required = [] } = schema as { required?: readonly string[] }
    const missing = required.find((name) => !Object.hasOwn(value as object, name))
    return missing === undefined ? [] : [{ pointer: '', message: `must have "${missing}"`, keyword: 'required' }]
  },
}

/** For calls that have no tool of the platform's own. */
export const noTools: Pick<HttpTools, 'run'> = {
  run: () => Promise.reject(new Error('there is no such tool here')),
}
