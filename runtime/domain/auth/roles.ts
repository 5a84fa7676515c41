import type { Role } from '#generated/operations.gen.ts'

/** The operator stands beside the tenants' roles, and may do nothing that is theirs. */
const ranks: Readonly<Record<Role, number>> = { operator: 0, analyst: 1, dev: 2, admin: 3 }

/** Whether the role may do all that the other one may. */
export const includes = (role: Role, other: Role): boolean => ranks[role] >= ranks[other]
