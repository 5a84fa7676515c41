import { type Command, parsed, portOf, UsageError, unopened, untilToldToEnd } from '../command.ts'
import { FAULT_HEADER, FAULT_PARAMETER, faults, isFault } from './faults.ts'
import { startMock } from './start-mock.ts'

const PORT = '4010'

export const mockCommand: Command = {
  help: `The REST API and the realtime socket, made of the contract alone.

  invorto-contract mock [--port ${PORT}] [--host 127.0.0.1] [--faults ${faults.join(',')}]

Requests are held against the contract. What is made is read back, listed, changed and deleted; calls go over the socket, with
a tone for a voice; the rest is answered by example. Any key will do. Nothing is kept when it ends.

A request asks for a fault by the header ${FAULT_HEADER} or the parameter ${FAULT_PARAMETER}, a socket as well: one of
${faults.join(', ')}. With --faults the first requests for each address, and the first calls, meet these in turn.
`,
  async run(args, print) {
    const options = {
      port: { type: 'string', default: PORT },
      host: { type: 'string', default: '127.0.0.1' },
      faults: { type: 'string', default: '' },
    } as const
    const { values } = parsed(args, options, '')
    const planned = values.faults.split(',').filter((word) => word !== '')
    const odd = planned.find((word) => !isFault(word))
    if (odd !== undefined) throw new UsageError(`There is no fault "${odd}".`)
    const mock = await startMock({
      ...{ port: portOf(values.port), host: values.host },
      faults: planned.filter(isFault),
    }).catch((error: Error) => {
      throw unopened(error)
    })
    await untilToldToEnd(() => print(`The mock is at ${mock.url}`))
    await mock.close()
    return 0
  },
}
