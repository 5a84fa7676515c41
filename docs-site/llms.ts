import { groups, type Page } from './page.ts'

/** `llms.txt` after llmstxt.org: a title, what it is, and the pages with a sentence each. */
export function llmsText(pages: readonly Page[], summary: string): string {
  const sections = groups
    .filter((group) => group !== 'Start')
    .map((group) => {
      const members = pages.filter((page) => page.group === group)
      const lines = members.map(({ title, summary, file }) => `- [${title}](${markdownFile(file)}): ${summary}`)
      return lines.length === 0 ? '' : `## ${group}\n\n${lines.join('\n')}\n`
    })
  return `# Invorto

> ${summary}

Everything that crosses a border is described by a document: [REST](openapi.json), [the realtime socket](realtime.asyncapi.json), [the events of a call](events.asyncapi.json). [llms-full.txt](llms-full.txt) holds all pages.

${sections.filter((section) => section !== '').join('\n')}`
}

/** All pages as one Markdown text. */
export const llmsFullText = (pages: readonly Page[]): string => pages.map(pageMarkdown).join('\n\n---\n\n')

export const pageMarkdown = ({ title, summary, markdown }: Page): string =>
  `# ${title}\n\n${summary}\n\n${markdown.trim()}\n`

export const markdownFile = (file: string): string => file.replace(/\.html$/, '.md')
