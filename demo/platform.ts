import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface DemoPlatform {
  readonly url: string
  readonly apiKey: string
  stop(): Promise<void>
}

const program = fileURLToPath(new URL('../app/main.ts', import.meta.url))

/**
 * Starts the platform as `make run` does, on a free port, with its data in `dataDir` and the settings that the demo says;
 * what it prints goes to `say`.
 */
export async function startPlatform(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<DemoPlatform> {
  const env = { ...process.env, ...settings, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let apiKey = process.env.INVORTO_DEV_API_KEY ?? ''
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, value = ''] = line.split(' ', 2)
    if (word === 'API') apiKey = line.split(' ').at(-1)!
    else if (word === 'ready') {
      child.stdout.resume()
      return {
        url: value,
        apiKey,
        async stop() {
          const gone = once(child, 'exit')
          child.kill('SIGTERM')
          await gone
        },
      }
    } else if (word !== 'Docs') say(line)
  }
  throw new Error('The platform ended before it was ready.')
}
