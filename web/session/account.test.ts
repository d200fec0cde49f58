// Who is signed in and for whom: the choice between organisations, what may be offered, where signing in may lead.
import { expect, test } from 'vitest'
import type { PartyJson, SessionJson } from '#model'
import { accountOf, mayDo, returnAddress } from './account.ts'

const shipper: PartyJson = { id: 'pty_a', name: 'Xiyong', roles: ['SHIPPER'] }
const rail: PartyJson = { id: 'pty_b', name: 'Yulie', roles: ['CARRIER'], demo: true }
const session: SessionJson = {
  signedIn: true,
  user: { id: 'usr_1', name: 'Li', email: 'li@example.com' },
  parties: [shipper, rail],
  party: rail,
}

test('the wished organisation wins where he is in it, else the window’s choice, else his first', () => {
  expect(accountOf(session, 'pty_a')?.party).toBe(shipper)
  expect(accountOf(session, 'pty_left')?.party).toBe(rail)
  const { party: _, ...without } = session
  expect(accountOf(without, undefined)?.party).toBe(shipper)
})

test('nobody, and a program with a key, is no account', () => {
  expect(accountOf(undefined, undefined)).toBeUndefined()
  expect(accountOf({ signedIn: false, demo: true }, undefined)).toBeUndefined()
  expect(accountOf({ signedIn: true, parties: [rail], party: rail }, undefined)).toBeUndefined()
})

test('only what the window would allow is offered', () => {
  expect(mayDo(undefined, 'quote.ask')).toBe(true)
  expect(mayDo(undefined, 'booking.hold')).toBe(false)
  expect(mayDo(accountOf(session, 'pty_a'), 'booking.hold')).toBe(true)
  expect(mayDo(accountOf(session, 'pty_b'), 'booking.hold')).toBe(false)
  expect(mayDo(accountOf(session, 'pty_b'), 'key.create')).toBe(true)
  const { party: _, ...alone } = session
  expect(mayDo(accountOf({ ...alone, parties: [] }, undefined), 'consignment.list')).toBe(false)
})

test('after signing in one comes back, but never to another window', () => {
  expect(returnAddress('/book?quote=qte_1&itinerary=itn_1')).toBe('/book?quote=qte_1&itinerary=itn_1')
  for (const astray of [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/sign-in?to=/sign-in',
  ])
    expect(returnAddress(astray)).toBe('/consignments')
})
