// Generated from specs/ by scripts/generate.ts. Do not edit.
import type { Validator } from '../violation.gen.ts'

export const createAgent_query: Validator
export const listAgents_query: Validator
export const validateAgent_query: Validator
export const getAgent_query: Validator
export const getAgent_path: Validator
export const updateAgent_query: Validator
export const updateAgent_path: Validator
export const deleteAgent_query: Validator
export const deleteAgent_path: Validator
export const listAgentVersions_query: Validator
export const listAgentVersions_path: Validator
export const getAgentVersion_query: Validator
export const getAgentVersion_path: Validator
export const publishAgent_query: Validator
export const publishAgent_path: Validator
export const rollbackAgent_query: Validator
export const rollbackAgent_path: Validator
export const listCalls_query: Validator
export const getCall_query: Validator
export const getCall_path: Validator
export const getCallTimeline_query: Validator
export const getCallTimeline_path: Validator
export const getCallArtifacts_query: Validator
export const getCallArtifacts_path: Validator
export const downloadArtifact_query: Validator
export const downloadArtifact_path: Validator
export const getProblemType_query: Validator
export const getProblemType_path: Validator
