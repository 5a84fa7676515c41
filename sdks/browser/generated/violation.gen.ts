// Generated from specs/ by scripts/generate.ts. Do not edit.

/** The first thing that is wrong with a value. */
export interface Violation {
  /** JSON Pointer (RFC 6901) to the wrong place. */
  readonly pointer: string
  /** What must hold there. */
  readonly message: string
  /** The JSON Schema keyword that was broken. */
  readonly keyword: string
}

/** One error of a compiled validator. */
export interface ValidatorError {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A compiled validator; `errors` belong to the last call. A coercing one changes the data that it is given. */
export interface Validator {
  (data: unknown): boolean
  errors?: readonly ValidatorError[] | null
}

export function violationOf(error: ValidatorError): Violation {
  const { instancePath, keyword, params } = error
  switch (keyword) {
    case 'required':
      return { pointer: instancePath + step(params.missingProperty), message: 'is missing', keyword }
    case 'additionalProperties':
      return { pointer: instancePath + step(params.additionalProperty), message: 'is not known here', keyword }
    case 'enum':
      return { pointer: instancePath, message: `must be one of ${listed(params.allowedValues)}`, keyword }
    case 'const':
      return { pointer: instancePath, message: `must be ${JSON.stringify(params.allowedValue)}`, keyword }
    default:
      return { pointer: instancePath, message: params.pattern === '\\S' ? 'must not be blank' : (error.message ?? 'does not fit the contract'), keyword }
  }
}

/** What the last call found, at most `limit` things; a choice that failed is left out where its branches say why. */
export function violationsOf({ errors }: Validator, limit = 64): Violation[] {
  const all = errors ?? []
  const precise = all.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf' && keyword !== 'if')
  return (precise.length > 0 ? precise : all).slice(0, limit).map(violationOf)
}

/** The first violation of the value, or null when it fits. */
export function check(validate: Validator, value: unknown): Violation | null {
  return validate(value) ? null : (violationsOf(validate, 1)[0] ?? null)
}

function step(name: unknown): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 256)}`
}

function listed(values: unknown): string {
  const words = Array.isArray(values) ? values.map((value) => (value === null ? 'null' : String(value))) : []
  return words.length > 24 ? `${words.slice(0, 24).join(', ')}, …` : words.join(', ')
}
