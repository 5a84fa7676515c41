# Generated from specs/problems.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Dict, List, Type

from ..errors import ApiError


class BadRequestError(ApiError):
    """400: bad_request."""


class UnauthorizedError(ApiError):
    """401: invalid_api_key."""


class ForbiddenError(ApiError):
    """403: forbidden, forbidden_origin."""


class NotFoundError(ApiError):
    """404: not_found."""


class MethodNotAllowedError(ApiError):
    """405: method_not_allowed."""


class RequestTimeoutError(ApiError):
    """408: idle_timeout."""


class ConflictError(ApiError):
    """409: conflict, idempotency_conflict."""


class PreconditionFailedError(ApiError):
    """412: precondition_failed."""


class PayloadTooLargeError(ApiError):
    """413: payload_too_large."""


class UnsupportedMediaTypeError(ApiError):
    """415: unsupported_media_type."""


class TooManyRequestsError(ApiError):
    """429: quota_exceeded."""


class InternalServerError(ApiError):
    """500: internal."""


class ServiceUnavailableError(ApiError):
    """503: provider_unavailable, going_away."""


ERROR_CLASSES: Dict[int, Type[ApiError]] = {
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
"""The class of each status."""

PROBLEM_CODES: List[str] = [
    "invalid_api_key",
    "forbidden",
    "forbidden_origin",
    "not_found",
    "method_not_allowed",
    "bad_request",
    "payload_too_large",
    "unsupported_media_type",
    "conflict",
    "idempotency_conflict",
    "precondition_failed",
    "quota_exceeded",
    "idle_timeout",
    "provider_unavailable",
    "going_away",
    "internal",
]
"""Every code of a problem that the API knows; others may come."""
