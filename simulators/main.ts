import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startSimulators } from './start.ts'

const help = `Simulated Deepgram and OpenAI, on real sockets.

  node simulators/main.ts [options]

  --host HOST           where to listen (127.0.0.1)
  --deepgram-port PORT  0 takes any free port (0)
  --openai-port PORT    0 takes any free port (0)
  --rules FILE          what the simulated model says (simulators/openai/rules/default.yaml)
  --die-with-parent     stop when standard input closes
  --help                show this

When ready it prints one line of JSON: {"deepgram":"http://...","openai":"http://.../v1"}.
`

function readArguments() {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      'deepgram-port': { type: 'string', default: '0' },
      'openai-port': { type: 'string', default: '0' },
      rules: { type: 'string' },
      'die-with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return values
}

function portOf(name: string, value: string): number {
  const port = Number(value)
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port
  throw new RangeError(`--${name} must be a port from 0 to 65535, not "${value}".`)
}

async function run(): Promise<void> {
  const values = readArguments()
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const simulators = await startSimulators({
    host: values.host,
    deepgramPort: portOf('deepgram-port', values['deepgram-port']),
    openaiPort: portOf('openai-port', values['openai-port']),
    ...(values.rules !== undefined && { rules: await readFile(values.rules, 'utf8') }),
  })
  const stop = (): void => {
    process.stdin.destroy()
    void simulators.close()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  if (values['die-with-parent']) process.stdin.once('end', stop).once('close', stop).resume()
  process.stdout.write(`${JSON.stringify({ deepgram: simulators.deepgramUrl, openai: simulators.openaiUrl })}\n`)
}

try {
  await run()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
