// Generated from specs/ by scripts/generate.ts. Do not edit.
import type { Validator } from '../violation.gen.ts'

export const AgentCreate: Validator
export const Agent: Validator
export const Problem: Validator
export const AgentPage: Validator
export const AgentDraft: Validator
export const AgentValidation: Validator
export const AgentPatch: Validator
export const AgentVersionPage: Validator
export const AgentVersion: Validator
export const AgentPublish: Validator
export const AgentRollback: Validator
export const CallPage: Validator
export const Call: Validator
export const Timeline: Validator
export const Artifacts: Validator
export const Health: Validator
export const Readiness: Validator
export const ContractDocument: Validator
export const ProblemType: Validator
