// Generated from specs/problems.yaml by scripts/generate.ts. Do not edit.

import { ApiError } from '../api-error.ts'

/** Every code of a problem that the API knows; others may come. */
export type ProblemCode =
  | 'invalid_api_key'
  | 'forbidden'
  | 'forbidden_origin'
  | 'not_found'
  | 'method_not_allowed'
  | 'bad_request'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'conflict'
  | 'idempotency_conflict'
  | 'precondition_failed'
  | 'quota_exceeded'
  | 'idle_timeout'
  | 'provider_unavailable'
  | 'going_away'
  | 'internal'

/** 400: bad_request. */
export class BadRequestError extends ApiError {
  override readonly name = 'BadRequestError'
  declare readonly code: 'bad_request' | (string & {})
}

/** 401: invalid_api_key. */
export class UnauthorizedError extends ApiError {
  override readonly name = 'UnauthorizedError'
  declare readonly code: 'invalid_api_key' | (string & {})
}

/** 403: forbidden, forbidden_origin. */
export class ForbiddenError extends ApiError {
  override readonly name = 'ForbiddenError'
  declare readonly code: 'forbidden' | 'forbidden_origin' | (string & {})
}

/** 404: not_found. */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError'
  declare readonly code: 'not_found' | (string & {})
}

/** 405: method_not_allowed. */
export class MethodNotAllowedError extends ApiError {
  override readonly name = 'MethodNotAllowedError'
  declare readonly code: 'method_not_allowed' | (string & {})
}

/** 408: idle_timeout. */
export class RequestTimeoutError extends ApiError {
  override readonly name = 'RequestTimeoutError'
  declare readonly code: 'idle_timeout' | (string & {})
}

/** 409: conflict, idempotency_conflict. */
export class ConflictError extends ApiError {
  override readonly name = 'ConflictError'
  declare readonly code: 'conflict' | 'idempotency_conflict' | (string & {})
}

/** 412: precondition_failed. */
export class PreconditionFailedError extends ApiError {
  override readonly name = 'PreconditionFailedError'
  declare readonly code: 'precondition_failed' | (string & {})
}

/** 413: payload_too_large. */
export class PayloadTooLargeError extends ApiError {
  override readonly name = 'PayloadTooLargeError'
  declare readonly code: 'payload_too_large' | (string & {})
}

/** 415: unsupported_media_type. */
export class UnsupportedMediaTypeError extends ApiError {
  override readonly name = 'UnsupportedMediaTypeError'
  declare readonly code: 'unsupported_media_type' | (string & {})
}

/** 429: quota_exceeded. */
export class TooManyRequestsError extends ApiError {
  override readonly name = 'TooManyRequestsError'
  declare readonly code: 'quota_exceeded' | (string & {})
}

/** 500: internal. */
export class InternalServerError extends ApiError {
  override readonly name = 'InternalServerError'
  declare readonly code: 'internal' | (string & {})
}

/** 503: provider_unavailable, going_away. */
export class ServiceUnavailableError extends ApiError {
  override readonly name = 'ServiceUnavailableError'
  declare readonly code: 'provider_unavailable' | 'going_away' | (string & {})
}

/** The class of each status. */
export const errorClasses: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  405: MethodNotAllowedError,
  408: RequestTimeoutError,
  409: ConflictError,
  412: PreconditionFailedError,
  413: PayloadTooLargeError,
  415: UnsupportedMediaTypeError,
  429: TooManyRequestsError,
  500: InternalServerError,
  503: ServiceUnavailableError,
}
