// Generated from specs/ by scripts/generate.ts. Do not edit.
import type { Validator } from '../violation.gen.ts'

export const ApiKeyCreate: Validator
export const CreatedApiKey: Validator
export const Problem: Validator
export const ApiKeyPage: Validator
export const ApiKey: Validator
export const ApiKeyPatch: Validator
export const TenantCreate: Validator
export const CreatedTenant: Validator
export const TenantPage: Validator
export const Tenant: Validator
export const TenantPatch: Validator
export const TenantSettings: Validator
export const TenantSettingsPatch: Validator
export const AgentCreate: Validator
export const Agent: Validator
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
