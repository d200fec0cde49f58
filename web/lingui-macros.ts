// Expands Lingui's macros before Vite sees a file. The vendor's native transformer would do it too, but npm leaves its binary out
// when `npm ci` runs under the system's Node 20 (its `engines` ask for 22), and a fresh clone starts exactly so.
import { transformAsync } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import { getConfig } from '@lingui/conf'
import type { Plugin } from 'vite'

export function linguiMacros(configPath: string): Plugin {
  const options = { linguiConfig: getConfig({ configPath, skipValidation: true }), descriptorFields: 'id-only' }
  return {
    name: 'yidan-lingui-macros',
    enforce: 'pre',
    transform: {
      filter: { id: { include: /\/web\/.*\.tsx?$/ }, code: /@lingui\/(core|react)\/macro/ },
      async handler(code, id) {
        const parserOpts = { plugins: ['typescript', 'jsx'] }
        const result = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          plugins: [[macros, options]],
          parserOpts,
        })
        return { code: result.code, map: result.map }
      },
    },
  }
}
