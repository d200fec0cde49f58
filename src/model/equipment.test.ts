import { expect, test } from 'vitest'
import { isEquipmentId, normalEquipmentId } from './equipment.ts'

test.each(['CSQU3054383', 'TOLU4734787', 'HLXU2008419'])('%s is a box of a published example', (id) => {
  expect(isEquipmentId(id)).toBe(true)
})
test.each([
  ['another check digit', 'CSQU3054384'],
  ['two digits swapped', 'CSQU3045383'],
  ['a category that is none', 'CSQX3054383'],
  ['lower case', 'csqu3054383'],
  ['too short', 'CSQU305438'],
])('%s is refused', (_, id) => {
  expect(isEquipmentId(id)).toBe(false)
})
test('spaces and dashes of a gate slip are left out', () => {
  expect(normalEquipmentId('csqu 305438-3')).toBe('CSQU3054383')
})
