// An act on the record from a page: busy while it runs, its refusal kept for showing, safe to press again.
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Language } from '#kernel'
import { newIntent, type Problem, RequestFailure } from '../api.ts'
import { usePreferences } from '../preferences.tsx'
import { type Intent, intentFor, isFinal } from './intent.ts'

export interface Doing<Input> {
  readonly busy: boolean
  /** Undefined where nothing failed; 'offline' when no answer came. */
  readonly problem: Problem | 'offline' | undefined
  /** What was last asked, for "try again". */
  readonly asked: Input | undefined
  act(input: Input): void
  forget(): void
}

/** `run` must send `intent` as the request's Idempotency-Key. */
export function useAct<Input, Output>(
  run: (input: Input, how: { readonly intent: string; readonly language: Language }) => Promise<Output>,
  onDone?: (output: Output, input: Input) => void,
): Doing<Input> {
  const { language } = usePreferences()
  const last = useRef<Intent>(undefined)
  const mutation = useMutation({
    mutationFn: async (input: Input): Promise<Output> => {
      const intent = intentFor(last.current, JSON.stringify(input) ?? '', newIntent)
      last.current = intent
      try {
        const output = await run(input, { intent: intent.key, language })
        last.current = undefined
        return output
      } catch (fault) {
        if (fault instanceof RequestFailure && isFinal(fault)) last.current = undefined
        throw fault
      }
    },
    onSuccess: (output, input) => onDone?.(output, input),
  })
  const { error } = mutation
  return {
    busy: mutation.isPending,
    problem: error === null ? undefined : error instanceof RequestFailure && error.problem !== undefined ? error.problem : 'offline',
    asked: mutation.variables,
    act: (input) => {
      if (!mutation.isPending) mutation.mutate(input)
    },
    forget: () => mutation.reset(),
  }
}
