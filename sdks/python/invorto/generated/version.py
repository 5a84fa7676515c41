# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
VERSION = "1.6.0"
"""The contract that this SDK was made from."""
