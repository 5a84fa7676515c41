import { escaped, type Html, raw } from './html.ts'

export type Language = 'json' | 'sh' | 'ts' | 'python' | 'text'

/** What is coloured in each language, the first that fits at a place; a group's name is its class. */
const words: Readonly<Record<Exclude<Language, 'text'>, RegExp>> = {
  json: /(?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|(?<word>\b(?:true|false|null)\b)/g,
  sh: /(?<comment>(?<=^|\s)#.*$)|(?<string>"(?:[^"\\]|\\.)*"|'[^']*')|(?<key>(?<=^|[|;(]\s*)(?:curl|export|make|node|git|python3|jq|echo|sed|npm|npx|pip|cd)\b)|(?<word>\s-{1,2}[A-Za-z][\w-]*)|(?<number>\$\{?\w+\}?)/gm,
  ts: /(?<comment>\/\/.*$)|(?<string>`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<word>\b(?:import|from|export|const|let|await|async|new|if|for|return|of|function|else|throw|true|false|null)\b)|(?<number>\b\d[\d_]*(?:\.\d+)?\b)/gm,
  python:
    /(?<comment>#.*$)|(?<string>"""[\s\S]*?"""|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<word>\b(?:import|from|as|def|class|async|await|with|if|for|in|return|else|raise|try|except|not|True|False|None)\b)|(?<number>\b\d[\d_]*(?:\.\d+)?\b)/gm,
}

/** Code as coloured HTML. */
export function highlighted(code: string, language: Language): Html {
  if (language === 'text') return raw(escaped(code))
  let html = ''
  let at = 0
  for (const match of code.matchAll(words[language])) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? ['']
    html += `${escaped(code.slice(at, match.index))}<span class="${kind}">${escaped(match[0])}</span>`
    at = match.index + match[0].length
  }
  return raw(html + escaped(code.slice(at)))
}

/** The language of a fence of Markdown. */
export const languageOf = (name: string): Language =>
  name === 'json' || name === 'ts' || name === 'sh' || name === 'python'
    ? name
    : (({ bash: 'sh', js: 'ts' } as const)[name] ?? 'text')
