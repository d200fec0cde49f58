// Providers and routes: the form, the comparison, the record's pages, and what to say at any other address.
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { createBrowserRouter, RouterProvider } from 'react-router'
import type { Language } from '#kernel'
import { PreferencesProvider, withRecordWords } from './preferences.tsx'
import { newQueryClient } from './queries.ts'
import { SessionProvider } from './session/session.tsx'
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
        { path: 'sign-in', lazy: () => withRecordWords(import('./session/sign-in-page.tsx')) },
        { path: 'setup/:token', lazy: () => withRecordWords(import('./setup/page.tsx')) },
        { path: 'book', lazy: () => withRecordWords(import('./book/page.tsx')) },
        { path: 'bookings/:id', lazy: () => withRecordWords(import('./book/booking-page.tsx')) },
        { path: 'consignments', lazy: () => withRecordWords(import('./consignments/page.tsx')) },
        { path: 'consignments/:id', lazy: () => withRecordWords(import('./consignment/page.tsx')) },
        { path: 'work', lazy: () => withRecordWords(import('./work/page.tsx')) },
        { path: 'bills/:id', lazy: () => withRecordWords(import('./bill/page.tsx')) },
        { path: 'verify', lazy: () => withRecordWords(import('./bill/verify-page.tsx')) },
        { path: 'keys', lazy: () => withRecordWords(import('./keys/page.tsx')) },
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
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </KitTheme>
    </PreferencesProvider>
  )
}
