import { writeFileSync } from 'node:fs'
import { openCity, ACTORS } from './city.ts'
const city = await openCity({ environment: process.env['CLOCK'] ? { YIDAN_CLOCK: process.env['CLOCK'] } : {} })
writeFileSync(
  '/tmp/city.env',
  [
    `export YIDAN_URL=${city.url}`,
    `export CITY_FOLDER=${city.folder}`,
    ...ACTORS.map((n) => `export YIDAN_KEY_${n.toUpperCase()}=${city.actor(n).key}`),
    ...ACTORS.map((n) => `export PW_${n.toUpperCase()}=${city.actor(n).password}`),
  ].join('\n'),
)
console.log('up', city.url)
process.on('SIGTERM', async () => {
  await city.close()
  process.exit(0)
})
setInterval(() => {}, 1e6)
