import { join } from 'node:path'
import { buildSite } from '../build.ts'

/** vitest's globalSetup: the platforms of a run serve the docs site as it stands. */
export async function setup(): Promise<void> {
  await buildSite(join(import.meta.dirname, '../..'))
}
