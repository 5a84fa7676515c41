// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.

/** No block of a stream has more bytes, its empty line among them. */
export const longestEventBytes = 1048576
