import { isObject, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import { schemaNameOf, schemaReference } from '../bundle/references.ts'
import { typeName } from './identifiers.ts'
import type { ListedMessage } from './listed-messages.ts'
import type { ForeignSchemas } from './schemas.ts'

export interface Kind {
  readonly key: string
  readonly name: string
  readonly schema: string
}

/** A message that says its kind beside the payload. */
export function ownKind(
  { message, key, pointer }: ListedMessage,
  payload: string | null,
  schemas: ForeignSchemas,
  discriminator: string,
): Kind {
  const name = typeof message.name === 'string' ? message.name : key
  const schema = schemas.add(
    typeName(key),
    payload === null
      ? { type: 'string', format: 'binary' }
      : {
          description: String(message.summary ?? ''),
          type: 'object',
          required: [discriminator, 'data'],
          properties: { [discriminator]: { type: 'string', const: name }, data: { $ref: schemaReference(payload) } },
        },
  )
  if (discriminator === 'data') {
    throw new Error(`at ${pointer}: "data" is the payload itself. Name the kind by another property.`)
  }
  return { key, name, schema }
}

/** Finds the constant that each payload says, and makes it one that must be there. */
export class Kinds {
  readonly #schemas: Record<string, JsonObject>
  readonly discriminator: string

  constructor(schemas: Record<string, JsonObject>, discriminator: string) {
    this.#schemas = schemas
    this.discriminator = discriminator
  }

  /** Makes the payload say this kind. */
  correct(schema: string, kind: string): void {
    const whole = this.#schemas[schema] ?? {}
    whole.properties = {
      ...optionalObjectAt(whole, 'properties'),
      [this.discriminator]: { type: 'string', const: kind },
    }
  }

  of(pointer: string, key: string, schema: string): Kind[] {
    const constants = this.#constants(schema)
    const [name] = constants
    if (name !== undefined && constants.every((each) => each === name)) return [{ key, name, schema }]
    const choices = this.#choices(schema).map(schemaNameOf)
    if (constants.includes(undefined) || choices.includes(null)) {
      throw new Error(
        `at ${pointer}/payload: its "${this.discriminator}" is not one constant. Name the property that says its kind ` +
          '(--discriminator), or give --wrap where the kind stands beside the payload.',
      )
    }
    return choices.flatMap((choice) => this.of(pointer, `${key} ${choice}`, choice!))
  }

  #choices(schema: string): JsonObject[] {
    const { oneOf, anyOf } = this.#schemas[schema] ?? {}
    const choices = oneOf ?? anyOf
    return Array.isArray(choices) ? choices.filter(isObject) : []
  }

  /** What the kind can be; undefined stands for a payload that does not say it. */
  #constants(schema: string): (string | undefined)[] {
    const whole = this.#schemas[schema] ?? {}
    const properties = optionalObjectAt(whole, 'properties')
    const property = optionalObjectAt(properties, this.discriminator)
    const constant = property.const ?? (stringsOf(property.enum).length === 1 ? stringsOf(property.enum)[0] : undefined)
    if (typeof constant === 'string') {
      const { enum: _, ...rest } = property
      whole.type = 'object'
      whole.properties = { ...properties, [this.discriminator]: { ...rest, type: 'string', const: constant } }
      whole.required = [...new Set([this.discriminator, ...stringsOf(whole.required)])]
      return [constant]
    }
    const choices = this.#choices(schema)
    if (choices.length === 0) return [undefined]
    return choices.flatMap((choice) => {
      const name = schemaNameOf(choice)
      return name === null ? [undefined] : this.#constants(name)
    })
  }
}
