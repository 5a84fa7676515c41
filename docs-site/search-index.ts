import type { Page } from './page.ts'
import type { IndexLine } from './page-data.ts'

/** What the search looks through, as a program that the page loads when somebody searches. */
export function searchIndex(pages: readonly Page[]): string {
  return `globalThis.searchIndex=${JSON.stringify(pages.flatMap(linesOf))};\n`
}

function linesOf({ file, title, summary, entries, group }: Page): IndexLine[] {
  return [
    ['page', title, file, group, summary],
    ...entries
      .filter(({ id }) => id !== '')
      .map((entry): IndexLine => {
        const words = (entry.words ?? '').replaceAll(/\s+/g, ' ').slice(0, 160)
        return [entry.kind, entry.title, `${file}#${entry.id}`, title, words]
      }),
  ]
}
