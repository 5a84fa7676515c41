import type { OperationId } from '#generated/operations.gen.ts'
import { responseBody } from '#generated/validators.gen.ts'
import { check } from '#generated/violation.gen.ts'
import type { FuzzedOperation, Wrong } from './requests.ts'
import type { Json, Schemas } from './schema.ts'
import { typesOf } from './schema.ts'

export interface Got {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: string
}

/** Headers of HTTP itself, which no operation documents. */
const OF_HTTP = new Set(
  ('date connection keep-alive content-type content-length transfer-encoding ' + 'vary www-authenticate').split(' '),
)

interface Header {
  readonly required?: boolean
  readonly schema: Parameters<typeof typesOf>[0]
}

/** What every answer is held against, by the names that schemathesis gives these checks. Returns what is wrong. */
export function faultsOf(operation: FuzzedOperation, got: Got, wrong: Wrong | null, schemas: Schemas): string[] {
  const response = operation.responses[String(got.status)]
  return [
    ...(got.status >= 500 && got.status !== 503 ? [`not_a_server_error: ${got.status}`] : []),
    ...(response === undefined
      ? [`status_code_conformance: ${got.status} is not documented`]
      : [
          ...contentType(response.content, got),
          ...headers((response.headers ?? {}) as Record<string, Json>, got, schemas),
          ...responseSchema(operation.id, response.content, got),
        ]),
    ...rejection(got, wrong),
  ]
}

const mediaType = ({ headers: { 'content-type': type = '' } }: Got): string => type.split(';', 1)[0]!

function contentType(content: Json | undefined, got: Got): string[] {
  if (content === undefined)
    return got.bytes === '' ? [] : ['content_type_conformance: a body came where the document has none']
  const types = Object.keys(content)
  if (types.includes('*/*') ? mediaType(got) !== '' : types.includes(mediaType(got))) return []
  return [`content_type_conformance: "${mediaType(got)}" came, not ${types.join(' or ')}`]
}

function headers(documented: Readonly<Record<string, Json>>, got: Got, schemas: Schemas): string[] {
  const known = new Map(
    Object.entries(documented).map(([name, header]) => [
      name.toLowerCase(),
      schemas.resolve(header) as unknown as Header,
    ]),
  )
  const missing = [...known].filter(([name, { required }]) => required && got.headers[name] === undefined)
  const unknown = Object.keys(got.headers).filter((name) => !known.has(name) && !OF_HTTP.has(name))
  const odd = [...known].filter(([name, { schema }]) => {
    const value = got.headers[name]
    return value !== undefined && !headerFits(value, schemas.at(schema))
  })
  return [
    ...missing.map(([name]) => `response_headers_conformance: ${name} is required and missing`),
    ...unknown.map((name) => `response_headers_conformance: ${name} is not documented`),
    ...odd.map(([name]) => `response_headers_conformance: ${name} does not fit: ${got.headers[name]}`),
  ]
}

function headerFits(text: string, schema: Header['schema']): boolean {
  const { minLength = 0, maxLength = 1e9, enum: values, minimum = -1e9, maximum = 1e9, pattern = '' } = schema
  if (typesOf(schema).includes('integer')) return /^-?\d+$/.test(text) && +text >= minimum && +text <= maximum
  return (
    (values?.includes(text) ?? true) &&
    text.length >= minLength &&
    text.length <= maxLength &&
    new RegExp(pattern).test(text)
  )
}

function responseSchema(id: string, content: Json | undefined, got: Got): string[] {
  if (content === undefined || !/[/+]json$/.test(mediaType(got))) return []
  const validate = responseBody(id as OperationId, got.status)
  if (validate === undefined) return [`response_schema_conformance: no validator for ${got.status}`]
  try {
    const violation = check(validate, JSON.parse(got.bytes))
    if (violation === null) return []
    return [`response_schema_conformance: "${violation.pointer}" ${violation.message} (${violation.keyword})`]
  } catch {
    return ['response_schema_conformance: the body is not JSON']
  }
}

interface Refusal {
  readonly detail: string
  readonly errors?: readonly { pointer?: string; parameter?: string; header?: string; keyword: string }[]
}

function rejection(got: Got, wrong: Wrong | null): string[] {
  if (wrong === null) return []
  if (!wrong.statuses.includes(got.status))
    return [
      `negative_data_rejection: ${wrong.what} was answered with ${got.status}, not ${wrong.statuses.join(' or ')}`,
    ]
  if (mediaType(got) !== 'application/problem+json') return ['negative_data_rejection: this is no problem document']
  const { errors = [], detail } = JSON.parse(got.bytes) as Refusal
  if (wrong.place === undefined) return detail.length > 0 ? [] : ['negative_data_rejection: the problem says nothing']
  const named = errors.some(({ pointer, parameter, header, keyword }) => {
    const place = parameter ?? header ?? pointer
    return place?.toLowerCase() === wrong.place?.toLowerCase() && (wrong.keyword ?? keyword) === keyword
  })
  return named
    ? []
    : [`negative_data_rejection: no error names ${wrong.keyword} at "${wrong.place}": ${JSON.stringify(errors)}`]
}
