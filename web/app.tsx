// Providers and routes: the form, the comparison, and what to say at any other address.
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { createBrowserRouter, RouterProvider } from 'react-router'
import type { Language } from '#kernel'
import { PreferencesProvider } from './preferences.tsx'
import { newQueryClient } from './queries.ts'
import { Crash, Lost, Shell } from './shell.tsx'
import { KitTheme } from './ui/kit-theme.tsx'

const newRouter = () =>
  createBrowserRouter([
    {
      path: '/',
      element: <Shell />,
      errorElement: <Crash />,
      hydrateFallbackElement: <div aria-busy="true" />,
      children: [
        { index: true, lazy: () => import('./entrust/page.tsx') },
        { path: 'quote', lazy: () => import('./compare/page.tsx') },
        { path: '*', element: <Lost /> },
      ],
    },
  ])

export function App({ language }: { readonly language: Language }) {
  const [client] = useState(newQueryClient)
  const [router] = useState(newRouter)
  return (
    <PreferencesProvider first={language}>
      <KitTheme>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </KitTheme>
    </PreferencesProvider>
  )
}
