# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
LONGEST_EVENT_BYTES = 1048576
"""No block of a stream has more bytes, its empty line among them."""
