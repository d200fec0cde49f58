// The frame of every page: skip link, name, navigation, account, language and theme, and the line that says when the network is gone.
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { Link, NavLink, Outlet, ScrollRestoration, useRouteError } from 'react-router'
import { AccountMenu } from './account-menu.tsx'
import { usePreferences } from './preferences.tsx'
import { useSession } from './session/session.tsx'
import { Button } from './ui/controls.tsx'

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const follow = (): void => setOnline(navigator.onLine)
    addEventListener('online', follow)
    addEventListener('offline', follow)
    return () => {
      removeEventListener('online', follow)
      removeEventListener('offline', follow)
    }
  }, [])
  return online
}

/** Entries by what the organisation is: nobody is sent to a page that only says no. */
function Entries() {
  const { t } = useLingui()
  const { account } = useSession()
  const roles = account?.party?.roles ?? []
  const works = roles.some((role) => role === 'CARRIER' || role === 'HUB_OPERATOR' || role === 'AUTHORITY')
  return (
    <nav aria-label={t`Main`}>
      <NavLink to="/" end>
        <Trans>Ask for a quote</Trans>
      </NavLink>
      {account?.party !== undefined && (
        <NavLink to="/consignments">
          <Trans>Consignments</Trans>
        </NavLink>
      )}
      {works && (
        <NavLink to="/work">
          <Trans>Work list</Trans>
        </NavLink>
      )}
      <NavLink to="/verify">
        <Trans>Verify a bill</Trans>
      </NavLink>
    </nav>
  )
}

/** Whoever acts for a made-up organisation must not take what he sees for the city's. */
function DemoBanner() {
  const { account } = useSession()
  const { t } = useLingui()
  if (account?.party?.demo !== true) return null
  return (
    <aside className="demo-banner" aria-label={t`Demo data`}>
      <b>
        <Trans context="banner">Demo</Trans>
      </b>{' '}
      <Trans>{account.party.name} is a sample organisation. Nothing booked here moves real goods.</Trans>
    </aside>
  )
}

export function Shell() {
  const { language, theme, setLanguage, setTheme } = usePreferences()
  const { t } = useLingui()
  const online = useOnline()
  return (
    <div className="app">
      <a className="skip" href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <b lang="zh-CN">一单</b> <span lang="en">Yidan</span>
        </Link>
        <Entries />
        <span className="grow" />
        <Button
          testId="theme"
          label={theme === 'dark' ? t`Use the light theme` : t`Use the dark theme`}
          onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
        >
          <span aria-hidden="true">{theme === 'dark' ? '☀' : '☾'}</span>
        </Button>
        <Button testId="language" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? <span lang="zh-CN">中文</span> : <span lang="en">English</span>}
        </Button>
        <AccountMenu />
      </header>
      <DemoBanner />
      {!online && (
        <p className="offline" role="status">
          ▲ <Trans>You are offline. What is on screen stays; new answers need the network.</Trans>
        </p>
      )}
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  )
}

export function Lost() {
  const { t } = useLingui()
  return (
    <section className="panel message">
      <title>{t`Nothing at this address – Yidan`}</title>
      <h1>
        <Trans>Nothing at this address</Trans>
      </h1>
      <p>
        <Link to="/">
          <Trans>To the form</Trans>
        </Link>
      </p>
    </section>
  )
}

/** A fault of the page itself; the text helps whoever reports it. */
export function Crash() {
  const fault = useRouteError()
  return (
    <main className="panel message" role="alert">
      <h1>
        <Trans>This page has failed</Trans>
      </h1>
      <p>{fault instanceof Error ? fault.message : String(fault)}</p>
      <p>
        <a href={location.href}>
          <Trans>Load it again</Trans>
        </a>
      </p>
    </main>
  )
}
