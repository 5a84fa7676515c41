import { type Html, raw } from './html.ts'

const drawn = (paths: string): Html =>
  raw(
    `<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`,
  )

export const icons = {
  menu: drawn('<path d="M4 7h16M4 12h16M4 17h16"/>'),
  search: drawn('<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>'),
  key: drawn('<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8m-3 3 3 3"/>'),
  wave: drawn('<path d="M3 10v4M7.5 6v12M12 3v18M16.500 7v10M21 10v4"/>'),
  book: drawn(
    '<path d="M5 4h13a1 1 0 0 1 1 1v15H6.500A1.500 1.500 0 0 1 5 18.500zM5 18.500A1.500 1.500 0 0 1 6.500 17H19"/>',
  ),
  code: drawn('<path d="m8 7-5 5 5 5M16 7l5 5-5 5"/>'),
  list: drawn('<path d="M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01"/>'),
  bell: drawn('<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4"/>'),
  microphone: drawn('<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>'),
} as const
