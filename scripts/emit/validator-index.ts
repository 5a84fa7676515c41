import type { Documents } from '../bundle/documents.ts'
import { header, propertyName, quoted } from './source-text.ts'
import { parameterPlaces, type RestLookups, restLookups, type ValidatorSet } from './validator-sets.ts'

/** The types of a compiled module: one validator for each exported name. `violation`: where `Validator` is found from there. */
export function emitValidatorTypes(set: ValidatorSet<string>, violation = '../violation.gen.ts'): string {
  const names = Object.keys(set.exports)
  return `${header('specs/')}import type { Validator } from '${violation}'

${names.map((name) => `export const ${name}: Validator\n`).join('')}`
}

/** `generated/validators.gen.ts`: the validator of each body and of each operation's parameters. */
export function emitValidatorIndex(documents: Documents): string {
  const lookups = restLookups(documents.openapi)
  return `${header('specs/openapi.yaml')}import type { OperationId } from './operations.gen.ts'
import * as coercing from './validators/rest-coercing.mjs'
import * as strict from './validators/rest-strict.mjs'
import type { Validator } from './violation.gen.ts'

export type ParameterPlace = ${parameterPlaces.map(quoted).join(' | ')}

${table('requestBodies', lookups.requestBodies, 'strict')}
${table('responseBodies', lookups.responseBodies, 'strict')}
${table('parameterValidators', lookups.parameters, 'coercing')}
/** Checks a request body; undefined where the operation takes no JSON of this content type. Nothing is coerced. */
export function requestBody(operationId: OperationId, contentType: string): Validator | undefined {
  return own(requestBodies[operationId], contentType)
}

/** Checks a response body, a problem document too; undefined where this status has no JSON body. */
export function responseBody(operationId: OperationId, status: number): Validator | undefined {
  return own(responseBodies[operationId], String(status))
}

/**
 * Checks the parameters of one place and changes them: texts become numbers and booleans, defaults are filled in.
 * Undefined where the operation takes none there. Header names are in lower case.
 */
export function parameters(operationId: OperationId, place: ParameterPlace): Validator | undefined {
  return own(parameterValidators[operationId], place)
}

function own(validators: Readonly<Record<string, Validator>>, key: string): Validator | undefined {
  return Object.hasOwn(validators, key) ? validators[key] : undefined
}
`
}

function table(name: string, lookup: RestLookups[keyof RestLookups], module: string): string {
  const rows = Object.entries(lookup).map(([id, entries]) => {
    const cells = Object.entries(entries).map(([key, exported]) => `${propertyName(key)}: ${module}.${exported}`)
    return `  ${id}: ${cells.length === 0 ? '{}' : `{ ${cells.join(', ')} }`},\n`
  })
  return `const ${name}: Readonly<Record<OperationId, Readonly<Record<string, Validator>>>> = {\n${rows.join('')}}\n`
}
