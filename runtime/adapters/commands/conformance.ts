import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Commands, Serve } from '#runtime/ports/commands.ts'
import { ids } from '../testing/samples.ts'

/** The commands of the process with this id. */
export type OpenCommands = (processId: string, serve: Serve) => Commands

/** What everything does that carries commands from process to process. */
export function describeCommands(name: string, open: OpenCommands): void {
  describe(name, () => {
    const opened: Commands[] = []
    const asked: string[] = []
    let [asking, answering] = ['', '']
    let asker: Commands
    const start = (id: string, serve: Serve): Commands => {
      const commands = open(id, serve)
      opened.push(commands)
      return commands
    }
    const echo: Serve = async (body) => {
      asked.push(body.toString())
      return Buffer.from(`heard ${body}`)
    }
    const ask = async (to: string, body: string, ms = 3_000): Promise<string> =>
      String(await asker.ask(to, Buffer.from(body), ms))
    const listens = (id: string): Promise<void> =>
      vi.waitFor(async () => expect(await ask(id, 'are you there', 500)).not.toBe('unreachable'), { timeout: 15_000 })
    beforeEach(async () => {
      ;[asking, answering] = [ids.next('process'), ids.next('process')]
      asker = start(asking, echo)
      start(answering, echo)
      await listens(answering)
      asked.length = 0
    })
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((commands) => commands.close()))
    })

    test('a question comes to the process that it is for, and its answer back', async () => {
      expect(await ask(answering, 'end the call')).toBe('heard end the call')
      expect(asked).toEqual(['end the call'])
    })

    test('any bytes are carried as they are', async () => {
      const id = ids.next('process')
      start(id, async (body) => Buffer.from(body).reverse())
      await listens(id)
      const bytes = Buffer.from(Array.from({ length: 1_024 }, (_, i) => i % 256))
      expect(await asker.ask(id, bytes, 3_000)).toEqual(Buffer.from(bytes).reverse())
    })

    test('many questions at once each get their own answer, in whatever order they come', async () => {
      const id = ids.next('process')
      start(id, async (body) => {
        await new Promise((resolve) => setTimeout(resolve, 30 - 3 * Number(body)))
        return Buffer.from(`to ${body}`)
      })
      await vi.waitFor(async () => expect(await ask(id, '9', 500)).toBe('to 9'), { timeout: 15_000 })
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => ask(id, `${i}`)))
      expect(answers).toEqual(Array.from({ length: 10 }, (_, i) => `to ${i}`))
    })

    test('a process that there is not is unreachable, and so is one that has closed', async () => {
      expect(await ask(ids.next('process'), 'anybody', 300)).toBe('unreachable')
      await opened[1]!.close()
      expect(await ask(answering, 'anybody', 300)).toBe('unreachable')
    })

    test('an answer that comes too late is unreachable, and disturbs no later one', async () => {
      const id = ids.next('process')
      start(id, async (body) => {
        if (String(body) === 'slow') await new Promise((resolve) => setTimeout(resolve, 400))
        return body
      })
      await listens(id)
      expect(await ask(id, 'slow', 100)).toBe('unreachable')
      expect(await ask(id, 'quick')).toBe('quick')
    })

    test('who closes waits for no answer', async () => {
      const id = ids.next('process')
      start(id, async (body) => (String(body) === 'wait' ? new Promise(() => {}) : body))
      await listens(id)
      const waiting = ask(id, 'wait', 60_000)
      await asker.close()
      expect(await waiting).toBe('unreachable')
    })
  })
}
