// Boots the page: the language's catalogue first, so that nothing flashes in the wrong tongue.
import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { activate, firstLanguage } from './preferences.tsx'

// Browsers of 2025 and before lack Temporal; they alone load the polyfill.
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')

const language = firstLanguage()
await activate(language)
const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <App language={language} />
    </StrictMode>,
  )
