// A word of the document in both languages at once, as a bill is read by people who share none.
import type { Text } from '#kernel'

export function Both({ zh, en }: Text) {
  return (
    <span className="both">
      <span lang="zh-CN">{zh}</span> <small lang="en">{en}</small>
    </span>
  )
}

/** A name that may be the same in both. */
export function BothNames({ name }: { readonly name: Text }) {
  return name.zh === name.en ? <>{name.zh}</> : <Both {...name} />
}
