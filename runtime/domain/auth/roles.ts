import type { Role } from '#generated/operations.gen.ts'

/** The operator and the monitor stand beside the tenants' roles, and may do nothing that is theirs. */
const ranks: Readonly<Record<Role, number>> = { monitor: 0, operator: 0, analyst: 1, dev: 2, admin: 3 }

/** Whether the role may do all that the other one may. */
export const includes = (role: Role, other: Role): boolean => ranks[role] >= ranks[other]
