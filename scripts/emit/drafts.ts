import {
  isDraft,
  isObject,
  type Json,
  type JsonObject,
  optionalObjectAt,
  pointerStep,
  stringsOf,
} from '../bundle/json.ts'
import { dereferenced } from '../bundle/references.ts'
import { operationsOf } from './operations.ts'

/** What must stay of a draft unless the changelog says so: its name, its codes, its required fields. */
export interface Draft {
  /** `POST /v1/campaigns`, or the document of a message. */
  readonly at: string
  /** Statuses of an operation. */
  readonly statuses: readonly number[]
  /** JSON Pointers of required parameters and fields, a list's items as `*`. */
  readonly required: readonly string[]
}

/** By operationId, `<document>.<message key>`, or `problem.<code>`. */
export type DraftRegister = Readonly<Record<string, Draft>>

/** `generated/drafts.gen.json`, from the whole documents. */
export function emitDrafts(documents: ReadonlyMap<string, JsonObject>, problems: Json): string {
  const register: Record<string, Draft> = {}
  for (const [name, document] of documents) {
    Object.assign(register, 'openapi' in document ? operationDrafts(document) : messageDrafts(name, document))
  }
  for (const [code, entry] of Object.entries(isObject(problems) ? problems : {})) {
    if (isDraft(entry))
      register[`problem.${code}`] = { at: 'problems', statuses: [Number((entry as JsonObject).status)], required: [] }
  }
  return `${JSON.stringify(register, null, 1)}\n`
}

function operationDrafts(document: JsonObject): Record<string, Draft> {
  const drafts = operationsOf(document).filter(({ source }) => isDraft(source))
  return Object.fromEntries(
    drafts.map(({ id, method, path, parameters, bodies, responses }) => [
      id,
      {
        at: `${method} ${path}`,
        statuses: responses.map(({ status }) => status),
        required: [
          ...parameters
            .filter(({ required }) => required === true)
            .map((parameter) => `${parameter.in}/${parameter.name}`),
          ...Object.values(bodies).flatMap((schema) => requiredFields(document, schema, 'body')),
        ],
      },
    ]),
  )
}

function messageDrafts(name: string, document: JsonObject): Record<string, Draft> {
  const messages = Object.entries(optionalObjectAt(optionalObjectAt(document, 'components'), 'messages'))
  const drafts = messages.filter(([, message]) => isDraft(document) || isDraft(message)) as [string, JsonObject][]
  return Object.fromEntries(
    drafts.map(([key, message]) => [
      `${name}.${key}`,
      { at: String(message.name), statuses: [], required: requiredFields(document, message.payload ?? {}, '') },
    ]),
  )
}

/** Pointers of every field that must be there when what holds it is; a schema inside itself is left out. */
function requiredFields(document: JsonObject, value: Json, at: string, inside: readonly JsonObject[] = []): string[] {
  if (!isObject(value)) return []
  const schema = dereferenced(document, value)
  if (inside.includes(schema)) return []
  const within = [...inside, schema]
  const own = stringsOf(schema.required).map((field) => at + pointerStep(field))
  const deeper = Object.entries(optionalObjectAt(schema, 'properties')).flatMap(([field, child]) =>
    requiredFields(document, child, at + pointerStep(field), within),
  )
  const choices = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []))
  return [
    ...own,
    ...deeper,
    ...requiredFields(document, schema.items ?? null, `${at}/*`, within),
    ...choices.flatMap((choice) => requiredFields(document, choice, at, within)),
  ]
}
