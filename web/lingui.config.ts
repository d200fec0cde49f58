// Messages are written in English in the code and translated in locales/*.po (`npx lingui extract --config web/lingui.config.ts`).
import { defineConfig } from '@lingui/cli'

/** Folders whose words come with their pages, so that the first load carries only its own. */
const RECORD = ['bill', 'book', 'consignment', 'consignments', 'keys', 'record', 'session', 'setup', 'work']

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [
    {
      path: '<rootDir>/locales/{locale}',
      include: ['<rootDir>'],
      exclude: ['**/dist/**', '**/*.test.ts', ...RECORD.map((folder) => `<rootDir>/${folder}/**`)],
    },
    {
      path: '<rootDir>/locales/record/{locale}',
      include: RECORD.map((folder) => `<rootDir>/${folder}`),
      exclude: ['**/*.test.ts'],
    },
  ],
})
