import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ApiReport } from './build-package.ts'

/** What the Python SDK's API is, as text to be compared. */
export async function pythonReport(root: string): Promise<ApiReport> {
  const program = [join(root, 'scripts/sdks/python-api.py'), join(root, 'sdks/python')]
  const { stdout } = await promisify(execFile)('python3', ['-B', ...program], { maxBuffer: 16e6 })
  return { path: 'sdks/python/api/invorto.api.md', text: stdout }
}
