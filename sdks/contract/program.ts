import { type Command, UsageError } from './command.ts'
import { mockCommand } from './mock/command.ts'
import { pactCommand } from './pact/command.ts'
import { documentOf } from './published.ts'
import { replayCommand } from './replay/command.ts'
import { verifyCommand } from './verify/command.ts'
import { webhookCommand } from './webhook/command.ts'

const commands: Readonly<Record<string, Command>> = {
  mock: mockCommand,
  verify: verifyCommand,
  webhook: webhookCommand,
  replay: replayCommand,
  pact: pactCommand,
}

const help = `The contract of the Invorto platform, to test against.

  invorto-contract mock                 the REST API and the realtime socket, made of the contract alone
  invorto-contract verify URL           does a deployment keep the contract?
  invorto-contract webhook URL          does a receiver of webhooks behave?
  invorto-contract replay PACK          recorded sessions, as a server or as frames
  invorto-contract pact check|publish   does the contract keep what your pacts ask for?

  invorto-contract COMMAND --help       what it does, and all that it takes
  invorto-contract --version            the version of the contract

Exit codes: 0 it holds, 1 it does not, or nobody could be reached, 2 it was called wrongly. verify, webhook and pact also write what came of
each check as --junit FILE and --json FILE.
`

/** What was asked for; the exit code. */
export async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  if (name === '--help' || name === '-h' || name === 'help') return say(help)
  if (name === '--version' || name === '-v') return say(`${documentOf('openapi').info.version}\n`)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (command === undefined) throw new UsageError(`There is no command "${name}".`)
    if (args.includes('--help') || args.includes('-h')) return say(command.help)
    return await command.run(args, print)
  } catch (error) {
    const asked = command === undefined ? '' : `${name} `
    const { message, stack } = error as Error
    const more = error instanceof UsageError ? `See invorto-contract ${asked}--help.` : 'DEBUG=1 shows where.'
    process.stderr.write(`${process.env.DEBUG ? stack : message}\n${more}\n`)
    return 2
  }
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}
