import type { Handler } from '#handlers/handler.ts'
import { noProject, wireProject } from './wire-project.ts'

export const getLiveKitProject: Handler<'getLiveKitProject'> = async ({ caller }, { store }) => {
  const project = await store.livekit.get(caller.tenantId)
  if (project === null) throw noProject()
  return { status: 200, body: wireProject(project) }
}
