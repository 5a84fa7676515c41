#!/usr/bin/env node
import { type Command, UsageError } from './command.ts'
import { mockCommand } from './mock/command.ts'
import { pactCommand } from './pact/command.ts'
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

Each says more with --help. Exit codes: 0 it holds, 1 the contract is broken, 2 it was called wrongly.
`

async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  if (name === '--help' || name === '-h' || name === 'help') return say(help)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (command === undefined) throw new UsageError(`There is no command "${name}".`)
    if (args.includes('--help') || args.includes('-h')) return say(command.help)
    return await command.run(args, print)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${command?.help ?? help}`)
    return 2
  }
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
