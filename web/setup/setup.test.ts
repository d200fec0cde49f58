// A set-up link, a key's end and the list's filter as the pages reckon them; lengths equal the window's own schema.
import { expect, test } from 'vitest'
import { finishSetup, type KeyJson, newKey, PASSWORD_LENGTH } from '#model'
import { filterSearch, listAddress, readFilter } from '../consignments/filter.ts'
import { endOf, stateOf } from '../keys/keys.ts'
import { checkSetup, EMPTY_SETUP, PASSWORD, setupBody, type SetupDraft } from './draft.ts'

const founding = { roles: ['WINDOW_OPERATOR'], expiresDateTime: '2026-12-02T00:00:00Z' } as const
const joining = { ...founding, partyName: 'Xiyong' }
const filled: SetupDraft = { organisationName: 'Office', name: 'Li', email: 'li@example.com', password: 'x'.repeat(12) }

test('the password is as long as the window asks', () => expect(PASSWORD).toEqual(PASSWORD_LENGTH))

test('whoever founds names the organisation; whoever is signed in names nothing else', () => {
  expect([...checkSetup(EMPTY_SETUP, founding, false).keys()]).toEqual(['organisationName', 'name', 'email', 'password'])
  expect([...checkSetup(EMPTY_SETUP, joining, true)]).toEqual([])
  expect([...checkSetup({ ...filled, password: 'short', email: 'x' }, joining, false)]).toEqual([
    ['email', 'bad-email'],
    ['password', 'short'],
  ])
  expect(finishSetup.safeParse(setupBody(filled, founding, false)).success).toBe(true)
  expect(setupBody(filled, joining, true)).toEqual({})
})

test('a key ends after its days, and is known as live, ended or revoked', () => {
  const now = Temporal.Instant.from('2026-12-01T01:00:00.5Z')
  const expiresDateTime = endOf('30', now)
  expect(expiresDateTime).toBe('2026-12-31T01:00:00Z')
  expect(endOf('', now)).toBeUndefined()
  expect(newKey.safeParse({ name: 'yard', scopes: ['READ'], expiresDateTime }).success).toBe(true)
  const key: KeyJson = { id: 'key_1', name: 'yard', scopes: ['READ'], createdDateTime: '2026-11-01T00:00:00Z' }
  expect(stateOf(key, now)).toBe('live')
  expect(stateOf({ ...key, expiresDateTime: '2026-12-01T01:00:00Z' }, now)).toBe('ended')
  expect(stateOf({ ...key, expiresDateTime: '2027-12-01T01:00:00Z', revokedDateTime: '2026-11-02T00:00:00Z' }, now)).toBe('revoked')
})

test('the address holds the filter, and nothing unknown is asked', () => {
  expect(readFilter(new URLSearchParams('status=IN_TRANSIT&q=%20PO-1%20'))).toEqual({ status: 'IN_TRANSIT', q: 'PO-1' })
  expect(readFilter(new URLSearchParams('status=toString'))).toEqual({ status: '', q: '' })
  expect(filterSearch({ status: '', q: '' }).toString()).toBe('')
  expect(listAddress({ status: 'DELIVERED', q: 'PO 1' }, 'c1')).toBe('/v1/consignments?status=DELIVERED&q=PO+1&limit=25&cursor=c1')
})
