import { STATUS_CODES } from 'node:http'
import { isObject, type Json } from '../../bundle/json.ts'
import { header, quoted, unionOfStrings } from '../source-text.ts'

/** `errors.gen.ts` of the Node SDK: a class for every status that a live problem has, and the codes. */
export function emitNodeErrors(problems: Json): string {
  const live = liveProblems(problems)
  const statuses = [...new Set(live.map(({ status }) => status))].sort((one, other) => one - other)
  return `${header('specs/problems.yaml')}
import { ApiError } from '../api-error.ts'

/** Every code of a problem that the API knows; others may come. */
export type ProblemCode =
${live.map(({ code }) => `  | ${quoted(code)}`).join('\n')}

${statuses
  .map((status) =>
    errorClass(
      status,
      live.filter((one) => one.status === status).map(({ code }) => code),
    ),
  )
  .join('\n')}
/** The class of each status. */
export const errorClasses: Readonly<Record<number, typeof ApiError>> = {
${statuses.map((status) => `  ${status}: ${errorName(status)},`).join('\n')}
}
`
}

/** Problems that are served, with their status. */
export const liveProblems = (problems: Json): { code: string; status: number }[] =>
  Object.entries(isObject(problems) ? problems : {}).flatMap(([code, problem]) =>
    isObject(problem) && problem['x-status'] === undefined ? [{ code, status: Number(problem.status) }] : [],
  )

const errorClass = (status: number, codes: readonly string[]): string => `/** ${status}: ${codes.join(', ')}. */
export class ${errorName(status)} extends ApiError {
  override readonly name = '${errorName(status)}'
  declare readonly code: ${unionOfStrings(codes)} | (string & {})
}
`

/** \`404\` is \`NotFoundError\`. */
export function errorName(status: number): string {
  const phrase = STATUS_CODES[status]
  if (phrase === undefined) throw new Error(`There is no HTTP status ${status}.`)
  return `${phrase.replace(/[^A-Za-z]/g, '').replace(/Error$/, '')}Error`
}
