import { createHash } from 'node:crypto'

/** A short name for a folder of any length: 16 hex digits of its path's SHA-256. */
export const folderHash = (folder: string): string => createHash('sha256').update(folder).digest('hex').slice(0, 16)
