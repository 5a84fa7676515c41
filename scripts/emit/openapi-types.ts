import openapiTS, { astToString } from 'openapi-typescript'
import type { JsonObject } from '../bundle/json.ts'
import { header } from './source-text.ts'

/** `generated/openapi.gen.ts`: the types of every operation, and each named schema as a type of its own. */
export async function emitOpenapiTypes(document: JsonObject): Promise<string> {
  const nodes = await openapiTS(structuredClone(document) as never, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // A default fills what a request leaves out: there it stays optional.
    defaultNonNullable: false,
    silent: true,
  })
  return `${header('specs/openapi.yaml')}\n${astToString(nodes)}`
}
