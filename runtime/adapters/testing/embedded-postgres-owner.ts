import { systemClock } from '#runtime/core/system-clock.ts'
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts'
import { query } from './test-database.ts'

/**
 * A program that tests kill: owns the folder of its first argument, commits 100 rows, says so, and goes on writing
 * until it is gone.
 */
const { url } = await startEmbeddedPostgres({ dataDir: process.argv[2]!, clock: systemClock() })
await query(url, 'create table if not exists marks (n serial)')
await query(url, 'insert into marks select from generate_series(1, 100)')
process.stdout.write('committed\n')
for (;;) await query(url, 'insert into marks default values')
