import { fileURLToPath } from 'node:url'
import { migrate } from '../store/migrate.ts'
import { createTestDatabase } from './test-database.ts'

export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** Makes a database with the platform's tables on the server, and gives its URL. */
export async function createStoreDatabase(serverUrl: string): Promise<string> {
  const url = await createTestDatabase(serverUrl)
  await migrate(url, migrationsFolder)
  return url
}
