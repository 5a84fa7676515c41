import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'

export const deleteSecret: Handler<'deleteSecret'> = async ({ path, caller }, { store }) => {
  if (!(await store.secrets.remove(caller.tenantId, path.secretName)))
    throw new Problem('not_found', `There is no secret "${path.secretName}".`)
  return { status: 204 }
}
