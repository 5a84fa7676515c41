import type { Validator } from '#generated/violation.gen.ts'
import { violationsOf } from '#generated/violation.gen.ts'
import { isDraft, isObject, type JsonObject, optionalObjectAt } from '../bundle/json.ts'
import { schemaNameOf } from '../bundle/references.ts'
import { ajvOf } from '../emit/compile-validators.ts'
import { isProblem, type Operation, operationsOf } from '../emit/operations.ts'
import { messageSet, restLookups, restSets, type ValidatorSet } from '../emit/validator-sets.ts'
import type { Subject } from './examples.ts'
import { type OperationChecks, operationFaults } from './operation-example.ts'

/** Every draft of the whole documents (drafts in), with the check of its examples. */
export function draftSubjects(documents: ReadonlyMap<string, JsonObject>): Subject[] {
  return [...documents].flatMap(([name, document]) =>
    'openapi' in document ? draftOperations(document) : draftMessages(name, document),
  )
}

function draftOperations(document: JsonObject): Subject[] {
  const drafts = operationsOf(document).filter(({ source }) => isDraft(source))
  if (drafts.length === 0) return []
  const checksOf = draftChecks(document)
  return drafts.map((operation) => {
    const checks = checksOf(operation)
    return { name: operation.id, draft: true, faultsOf: (example) => operationFaults(checks, example) }
  })
}

function draftChecks(document: JsonObject): (operation: Operation) => OperationChecks {
  const [bodies, parameters] = restSets(document).map(validatorsOf)
  const lookups = restLookups(document)
  return ({ id, bodies: byType, bodyRequired, responses }) => {
    const validator = (validators: Validators | undefined, names: Readonly<Record<string, string>> | undefined) => {
      return (key: string | number) => {
        const name = names?.[key]
        return name === undefined ? undefined : validators?.(name)
      }
    }
    const successes = responses.filter((response) => !isProblem(response))
    return {
      bodyTypes: Object.keys(byType),
      bodyRequired,
      success: Object.fromEntries(successes.map(({ status, contentType }) => [status, contentType])),
      problems: responses.filter(isProblem).map(({ status }) => status),
      parameters: validator(parameters, lookups.parameters[id]),
      requestBody: validator(bodies, lookups.requestBodies[id]),
      responseBody: validator(bodies, lookups.responseBodies[id]),
    }
  }
}

/** Messages of a published socket are called by their keys, events by their types, those of a draft by both names. */
function draftMessages(name: string, document: JsonObject): Subject[] {
  const messages = Object.entries(optionalObjectAt(optionalObjectAt(document, 'components'), 'messages'))
  const drafts = messages.flatMap(([key, message]) => {
    if (!isObject(message) || message['x-ws-frame'] === 'binary') return []
    if (!isDraft(document) && !isDraft(message)) return []
    const schema = schemaNameOf(message.payload)
    if (schema === null) throw new Error(`The message "${key}" of ${name} needs a payload that is a named schema.`)
    return [{ key, schema, tag: String(message.name) }]
  })
  if (drafts.length === 0) return []
  const validator = validatorsOf(messageSet(name, document, [...new Set(drafts.map(({ schema }) => schema))]))
  return drafts.map(({ key, schema, tag }) => {
    const whole = isDraft(document) ? `${name}.${key}` : key
    const validate = validator(schema)
    return {
      name: name === 'events' ? tag : whole,
      draft: true,
      faultsOf: (example) => (validate(example) ? [] : violationsOf(validate, 1)),
    }
  })
}

type Validators = (exported: string) => Validator

function validatorsOf(set: ValidatorSet<string>): Validators {
  const { ajv, ids } = ajvOf(set)
  return (exported) => {
    const validate = ajv.getSchema(ids[exported] ?? exported)
    if (validate === undefined) throw new Error(`The documents have no schema "${exported}".`)
    return validate as Validator
  }
}
