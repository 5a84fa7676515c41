from typing import NamedTuple, Optional


class Operation(NamedTuple):
    """What of an operation the transport must know."""

    method: str
    path: str
    answer_type: Optional[str]
    """Content type of the answer; none where it has no body."""
    model: Optional[str]
    """Name of the model that it answers with, or that each event of its stream is."""
    body_type: Optional[str]
    body_model: Optional[str]
    """Name of the model that tells the fields of its body."""
    idempotency_key: bool
    """Whether it takes an Idempotency-Key."""
