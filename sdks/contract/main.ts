#!/usr/bin/env node
/** Of Node; an older one lacks what the rest asks for while it is loaded. */
const NEEDED = 22

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  process.stderr.write(`invorto-contract needs Node ${NEEDED} or later; this is ${process.version}.\n`)
  process.exitCode = 2
} else {
  // Whoever reads may have enough, as head has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const { main } = await import('./program.ts')
  process.exitCode = await main(process.argv.slice(2))
}

export {}
