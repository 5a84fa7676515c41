// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.

/** The contract that this SDK was made from. */
export const version = '1.6.0'
