interface Running {
  readonly url: string
  /** Names of the providers that the sandbox stands in for. */
  readonly sandboxed: readonly string[]
  /** The key for development; undefined where there is none. */
  readonly apiKey: string | undefined
}

/** What is said once the platform is there, before the log: where it is, what opens it, and what to do next. */
export function welcome({ url, sandboxed, apiKey }: Running): string {
  const forNewcomers = apiKey === undefined ? [] : newcomers(url, apiKey)
  return ['', ...forNewcomers, ...standIns(sandboxed), `ready ${url}`, '', ''].join('\n')
}

const newcomers = (url: string, apiKey: string): readonly string[] => [
  'Invorto is running. Ctrl-C stops it; its log follows, a line of JSON an event.',
  '',
  `API key ${apiKey}`,
  `Docs ${url}/docs`,
  `Next, in another terminal: make demo (a call, what was said and what it cost), or ${url}/docs/guide-first-call.html`,
  '',
]

function standIns(sandboxed: readonly string[]): readonly string[] {
  if (sandboxed.length === 0) return []
  const keys = sandboxed.map((name) => `${name.toUpperCase()}_API_KEY`).join(' and ')
  const hearing = 'They hear marked speech only (simulators/README.md); a human voice is silence to them.'
  return [
    `Sandbox providers stand in for ${sandboxed.join(' and ')}: set ${keys} to use the real ones.`,
    ...(sandboxed.includes('deepgram') ? [hearing] : []),
    '',
  ]
}
