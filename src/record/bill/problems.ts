// Problems that only this module answers (docs/problems.md).
import type { ProblemTable } from '#model'

export const BILL_PROBLEMS: ProblemTable = {
  'unrenderable-text': {
    code: 'unrenderable-text',
    status: 409,
    title: { zh: '文字无法排印成 PDF', en: 'The text cannot be set as a PDF' },
  },
}
