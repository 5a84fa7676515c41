import type { Page } from './page.ts'
import type { IndexLine } from './page-data.ts'

/** What the search looks through, as a program that the page loads when somebody searches. */
export function searchIndex(pages: readonly Page[]): string {
  return `globalThis.searchIndex=${JSON.stringify(pages.flatMap(linesOf))};\n`
}

/** Without the marks of code, and of links what is read. */
const plain = (text: string): string => text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '')

function linesOf({ file, title, summary, entries, group }: Page): IndexLine[] {
  return [
    ['page', title, file, group, plain(summary)],
    ...entries
      .filter(({ id }) => id !== '')
      .map((entry): IndexLine => {
        const words = plain(entry.words ?? '')
          .replaceAll(/\s+/g, ' ')
          .slice(0, 160)
        return [entry.kind, plain(entry.title), `${file}#${entry.id}`, title, words]
      }),
  ]
}
