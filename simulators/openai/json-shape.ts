import { RequestProblem } from './failure.ts'

export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const missing = (param: string): RequestProblem =>
  new RequestProblem(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter')

const wrongType = (param: string, wanted: string): RequestProblem =>
  new RequestProblem(`Invalid type for '${param}': expected ${wanted}.`, param, 'invalid_type')

export function objectAt(value: unknown, param: string): Json {
  if (value === undefined) throw missing(param)
  if (!isObject(value)) throw wrongType(param, 'an object')
  return value
}

export function arrayAt(value: unknown, param: string): unknown[] {
  if (!Array.isArray(value)) throw wrongType(param, 'an array')
  return value
}

export function typed<T extends 'string' | 'boolean'>(
  value: unknown,
  type: T,
  param: string,
): T extends 'string' ? string : boolean {
  if (value === undefined) throw missing(param)
  if (typeof value !== type) throw wrongType(param, `a ${type}`)
  return value as T extends 'string' ? string : boolean
}

export function checkNumber(value: unknown, param: string, least: number, most: number): void {
  if (value == null) return
  if (typeof value !== 'number') throw wrongType(param, 'a number')
  if (value >= least && value <= most) return
  throw new RequestProblem(`Invalid '${param}': expected a value between ${least} and ${most}.`, param, 'invalid_value')
}
