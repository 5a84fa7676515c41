# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
