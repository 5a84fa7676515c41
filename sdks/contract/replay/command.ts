import { type Command, numberOf, parsed, portOf, UsageError, unopened, untilToldToEnd } from '../command.ts'
import { packNames, packOf, travelling } from './pack.ts'
import { startReplay } from './start-replay.ts'

export const replayCommand: Command = {
  help: `Recorded sessions of the realtime socket: what the platform really says, frame by frame. Where audio was there is a tone.

  invorto-contract replay --list
  invorto-contract replay PACK [--port 4011] [--host 127.0.0.1] [--speed 1]   as a server, to whoever connects
  invorto-contract replay PACK --frames                                        as lines of JSON, without a server

A client may connect to any path and with any credential; the session begins with its first message.
`,
  async run(args, print) {
    const options = {
      list: { type: 'boolean', default: false },
      frames: { type: 'boolean', default: false },
      port: { type: 'string', default: '4011' },
      host: { type: 'string', default: '127.0.0.1' },
      speed: { type: 'string', default: '1' },
    } as const
    const { values, positionals } = parsed(args, options, args.includes('--list') ? '' : 'PACK')
    if (values.list) {
      for (const name of packNames()) print(`${name.padEnd(20)} ${packOf(name).title}`)
      return 0
    }
    const pack = packOf(positionals[0]!)
    if (values.frames) {
      for (const { atMs, from, data } of travelling(pack))
        print(
          JSON.stringify({
            atMs,
            from,
            ...(typeof data === 'string' ? { text: data } : { pcm16: data.toString('base64') }),
          }),
        )
      return 0
    }
    const speed = numberOf('speed', values.speed)
    if (speed === 0) throw new UsageError('--speed is at least 1.')
    const replay = await startReplay(pack, { port: portOf(values.port), host: values.host, speed }).catch(
      (error: Error) => {
        throw unopened(error)
      },
    )
    await untilToldToEnd(() => print(`"${pack.title}" is told at ${replay.url}`))
    await replay.close()
    return 0
  },
}
