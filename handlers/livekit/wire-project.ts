import type { LiveKitProject } from '#generated/openapi.gen.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { StoredLiveKitProject } from '#runtime/ports/livekit.ts'

/** The project as its tenant sees it: without its secrets. */
export const wireProject = ({ url, apiKey, updatedAt, lastEventAt }: StoredLiveKitProject): LiveKitProject => ({
  url,
  apiKey,
  updatedAt,
  lastEventAt,
})

export const noProject = (): Problem => new Problem('not_found', 'No LiveKit project is set (setLiveKitProject).')
