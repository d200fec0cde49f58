// Messages are written in English in the code and translated in locales/*.po (`npx lingui extract --config web/lingui.config.ts`).
import { defineConfig } from '@lingui/cli'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [{ path: '<rootDir>/locales/{locale}', include: ['<rootDir>'], exclude: ['**/dist/**', '**/*.test.ts'] }],
})
