// Builds the browser's part into web/dist, which the window serves; in development it speaks to a window on port 8080.
import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { linguiMacros } from './lingui-macros.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

// Vite takes NODE_ENV from outside; a build begun by a test would otherwise serve React's slow development copy.
process.env['NODE_ENV'] = 'production'

export default defineConfig({
  root,
  plugins: [react(), linguiMacros(`${root}lingui.config.ts`), lingui({ cwd: root, configPath: `${root}lingui.config.ts` })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The doors re-export everything; a page that takes `may` from #model must not carry every schema (and zod) along.
    rolldownOptions: { treeshake: { moduleSideEffects: (id) => !/\/src\/(kernel|model)\//.test(id) } },
  },
  server: { proxy: { '/v1': 'http://localhost:8080' } },
})
