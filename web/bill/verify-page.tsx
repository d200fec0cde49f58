// To be written.
import { Loading } from '../record/states.tsx'

export function Component() {
  return <Loading />
}
