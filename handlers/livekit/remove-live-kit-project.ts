import type { Handler } from '#handlers/handler.ts'
import { noProject } from './wire-project.ts'

export const removeLiveKitProject: Handler<'removeLiveKitProject'> = async ({ caller }, { store }) => {
  if (!(await store.livekit.remove(caller.tenantId))) throw noProject()
  return { status: 204 }
}
