import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Python's reader, which checks the sum of each file; it stands for the readers of others. */
const READER = `
import base64, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps({name: base64.b64encode(archive.read(name)).decode() for name in archive.namelist()}))
`

/** The files of an archive, by name. */
export function unzipped(archive: Buffer): Record<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'unzipped-'))
  try {
    const file = join(folder, 'archive.zip')
    writeFileSync(file, archive)
    const told = execFileSync('python3', ['-c', READER, file], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    const files = Object.entries(JSON.parse(told) as Record<string, string>)
    return Object.fromEntries(files.map(([name, body]) => [name, Buffer.from(body, 'base64')]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
