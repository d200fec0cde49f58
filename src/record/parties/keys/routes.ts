// API keys of the acting organisation: made by a person, shown once, listed without their secret, revoked for good.
import { z } from 'zod'
import { assert, instantText, type NewUuid, ok, refuse, SCOPES, uuidOf, wireId } from '#kernel'
import { type FieldError, keyJson, type KeyJson, madeKey, may, newKey, pageLimit, refusalOf, route } from '#model'
import { recordChange } from '#postgres'
import { newSecret } from '../signer.ts'
import { keyText } from './key-form.ts'
import { addKey, findKey, type KeyRing, type KeyRow, listKeys, revokeKey } from './store.ts'

export interface KeyParts {
  readonly newUuid: NewUuid
  readonly keys: KeyRing
}

export const keyRoutes = (parts: KeyParts) => [postKey(parts), getKeys(), deleteKey(parts)] as const

const NOT_A_CURSOR: FieldError = {
  pointer: '/cursor',
  code: 'wrong-type',
  detail: { zh: '翻页位置不是本服务为此列表给出的位置', en: 'This is not a cursor that we gave for this list' },
}
const OVER_ALREADY: FieldError = {
  pointer: '/expiresDateTime',
  code: 'out-of-range',
  detail: { zh: '失效时间须在将来', en: 'The key must end in the future' },
}

const postKey = ({ newUuid }: KeyParts) =>
  route({
    operationId: 'postKey',
    method: 'POST',
    path: '/v1/keys',
    summary: { zh: '新建 API 密钥；密钥只显示这一次', en: 'Make an API key; its secret is shown this once' },
    act: 'key.create',
    body: newKey,
    status: 201,
    answer: madeKey,
    problems: ['invalid-request', 'forbidden'],
    async handle({ caller, now, body, enter }) {
      assert(caller.kind === 'party' && caller.userId !== undefined, 'the act asks for a person of an organisation')
      const { partyId, userId: madeBy } = caller
      const expiresAt = body.expiresDateTime === undefined ? undefined : Temporal.Instant.from(body.expiresDateTime)
      if (expiresAt !== undefined && Temporal.Instant.compare(expiresAt, now) <= 0)
        return refuse({ code: 'invalid-request', errors: [OVER_ALREADY] })
      const [id, secret] = [newUuid(), newSecret()]
      const scopes = SCOPES.filter((scope) => body.scopes.includes(scope))
      const wire = wireId('key', id)
      await enter(async (tx) => {
        await addKey(tx, { id, partyId, name: body.name, scopes, secret, madeBy, createdAt: now, expiresAt })
        await recordChange(tx, { code: 'key-created', resource: 'key', resourceId: wire, audiences: [partyId] })
      })
      const made: KeyJson = {
        id: wire,
        name: body.name,
        scopes,
        createdDateTime: instantText(now),
        ...(expiresAt === undefined ? {} : { expiresDateTime: instantText(expiresAt) }),
      }
      // A replay brings the key without its secret: whoever lost it revokes the key and makes another.
      return ok({ status: 201, body: { ...made, secret: keyText({ uuid: id, secret }) }, remembered: made, location: `/v1/keys/${wire}` })
    },
  })

const getKeys = () =>
  route({
    operationId: 'listKeys',
    method: 'GET',
    path: '/v1/keys',
    summary: { zh: '本单位的 API 密钥，不含密钥内容', en: 'The API keys of the acting organisation, without their secrets' },
    act: 'key.list',
    query: z.strictObject({ limit: pageLimit, cursor: z.string().max(64).optional() }),
    status: 200,
    answer: z.object({ items: z.array(keyJson), nextCursor: z.string().optional() }),
    problems: ['invalid-request', 'forbidden'],
    async handle({ caller, query: { limit, cursor }, enter }) {
      assert(caller.kind === 'party', 'the act asks for a person of an organisation')
      const before = cursor === undefined ? undefined : uuidOf('key', cursor)
      if (before?.ok === false) return refuse({ code: 'invalid-request', errors: [NOT_A_CURSOR] })
      const rows = await enter((tx) => listKeys(tx, { partyId: caller.partyId, before: before?.value, limit }))
      const items = rows.slice(0, limit).map(keyAnswer)
      const last = items.at(-1)
      return ok({ status: 200, body: rows.length > limit && last !== undefined ? { items, nextCursor: last.id } : { items } })
    },
  })

const deleteKey = ({ keys }: KeyParts) =>
  route({
    operationId: 'deleteKey',
    method: 'DELETE',
    path: '/v1/keys/{id}',
    summary: { zh: '吊销 API 密钥，即刻生效', en: 'Revoke an API key, at once and for good' },
    act: 'key.revoke',
    params: z.object({ id: z.string() }),
    status: 200,
    answer: keyJson,
    problems: ['not-found', 'forbidden'],
    async handle({ caller, now, params, enter, afterCommit }) {
      const uuid = uuidOf('key', params.id)
      const revoked = await enter(async (tx) => {
        const row = uuid.ok ? await findKey(tx, uuid.value) : undefined
        const verdict = may(caller, 'key.revoke', row === undefined ? { kind: 'missing' } : { kind: 'owned', by: row.party_id })
        if (!verdict.allowed) return refuse(refusalOf(verdict))
        assert(row !== undefined, 'what may be revoked is there')
        if (!(await revokeKey(tx, row.id, now))) return ok(row)
        await recordChange(tx, { code: 'key-revoked', resource: 'key', resourceId: params.id, audiences: [row.party_id] })
        return ok({ ...row, revoked_at: now })
      })
      if (!revoked.ok) return revoked
      afterCommit(() => keys.forget(revoked.value.id))
      return ok({ status: 200, body: keyAnswer(revoked.value) })
    },
  })

function keyAnswer(row: KeyRow): KeyJson {
  const { expires_at: expires, revoked_at: revoked, last_used_at: used } = row
  return {
    id: wireId('key', row.id),
    name: row.name,
    scopes: [...row.scopes],
    createdDateTime: instantText(row.created_at),
    ...(expires === null ? {} : { expiresDateTime: instantText(expires) }),
    ...(revoked === null ? {} : { revokedDateTime: instantText(revoked) }),
    ...(used === null ? {} : { lastUsedDateTime: instantText(used) }),
  }
}
