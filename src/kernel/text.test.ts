import { expect, test } from 'vitest'
import { languageOf } from './text.ts'

test.each([
  [undefined, 'zh-CN'],
  ['', 'zh-CN'],
  ['en', 'en'],
  ['en-GB,zh;q=0.5', 'en'],
  ['zh-TW,en;q=0.9', 'zh-CN'],
  ['de,en;q=0.8,zh;q=0.9', 'zh-CN'],
  ['de', 'zh-CN'],
  ['en;q=0', 'zh-CN'],
  [';;;q=x,,', 'zh-CN'],
])('Accept-Language %s speaks %s', (header, language) => expect(languageOf(header)).toBe(language))
