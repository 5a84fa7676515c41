import type { Deployment, Keys } from '#sdks/contract/verify/deployment.ts'
import { addKey, operatorKey } from './database.ts'
import type { Stage } from './stage.ts'

/** Limits that nobody reaches, so that answers have the headers of one. */
const limits = { restPerMinute: 60_000, socketsPerSecond: null }

/** The stage's platform, as the contract kit sees one. */
export const deploymentOf = ({ platform }: Stage, toolUrl: string): Deployment => ({
  ...{ url: platform.url, toolUrl, operatorKey },
})

/** Keys of a new tenant. */
export async function newTenant({ database }: Stage): Promise<Keys> {
  const admin = await addKey(database, 'admin', undefined, limits)
  const analyst = await addKey(database, 'analyst', admin.tenant, limits)
  return { admin: admin.key, analyst: analyst.key }
}
