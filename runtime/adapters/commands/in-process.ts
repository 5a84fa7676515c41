import type { Commands } from '#runtime/ports/commands.ts'

/** Where there is one process: no other can be asked. */
export const inProcessCommands = (): Commands => ({
  ask: async () => 'unreachable',
  close: async () => {},
})
