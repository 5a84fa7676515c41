import { Problem } from '#runtime/core/problem.ts'

export const noCall = (call: string): Problem => new Problem('not_found', `There is no call "${call}".`)
