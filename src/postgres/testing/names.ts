// The template that test databases are copied from, and how one database's address follows from another's.
export const TEMPLATE = 'yidan_template'

export function databaseUrl(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
