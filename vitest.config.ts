// Three projects: `unit` needs nothing, `store` a PostgreSQL, `browser` a PostgreSQL and Chromium.
import { defineConfig } from 'vitest/config'

const store = '**/*.store.test.ts'
const browser = ['test/browser/**/*.test.ts', 'test/browser/**/*.test.tsx', '**/*.browser.test.ts']
const globalSetup = ['src/postgres/testing/global-setup.ts']
const never = ['node_modules/**', 'web/dist/**', '.yidan/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,tools,test,web,bench}/**/*.test.{ts,tsx}'],
          exclude: [...never, store, ...browser],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'store', include: [store], exclude: [...never, ...browser], globalSetup, testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'browser',
          include: browser,
          exclude: never,
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
