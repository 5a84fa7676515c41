import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { type LiveKitSecrets, liveKitSecretsPlace } from '#runtime/domain/livekit/project-secrets.ts'
import { wireProject } from './wire-project.ts'

export const setLiveKitProject: Handler<'setLiveKitProject'> = async ({ body, caller }, { store, sealer, clock }) => {
  const { url, apiKey, apiSecret, previousApiSecret } = body
  const { tenantId } = caller
  const secrets: LiveKitSecrets = { apiSecret, ...(previousApiSecret !== undefined && { previousApiSecret }) }
  const sealed = sealer.seal(secrets, liveKitSecretsPlace(tenantId))
  const updatedAt = new Date(clock.now()).toISOString()
  const project = await store.livekit.set({ tenantId, url, apiKey, sealed, updatedAt })
  if (project === 'key_taken')
    throw new Problem('conflict', `The API key "${apiKey}" belongs to a project of another tenant.`)
  return { status: 200, body: wireProject(project) }
}
