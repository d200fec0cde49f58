// The way from an option to its booking; whoever is not signed in is asked to on the way.
import { Trans } from '@lingui/react/macro'
import { Link } from 'react-router'
import type { Quote } from '#model'
import type { Option } from './options.ts'

interface BookLinkProps {
  readonly quote: Quote
  readonly option: Option
  /** In a row of many the letter stands beside it already. */
  readonly short?: boolean
}

export function BookLink({ quote, option, short = false }: BookLinkProps) {
  const search = new URLSearchParams({ quote: quote.id, itinerary: option.itinerary.id }).toString()
  const { letter } = option
  return (
    <Link to={`/book?${search}`} className={short ? 'book-link short' : 'book-link'} data-testid={`book-${letter}`}>
      {short ? (
        <Trans>
          Book<span className="unseen"> option {letter}</span>
        </Trans>
      ) : (
        <Trans>Book option {letter}</Trans>
      )}
    </Link>
  )
}
