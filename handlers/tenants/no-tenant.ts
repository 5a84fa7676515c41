import { Problem } from '#runtime/core/problem.ts'

export const noTenant = (tenantId: string): Problem => new Problem('not_found', `There is no tenant "${tenantId}".`)
