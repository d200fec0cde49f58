// Who asks: every look at the record happens in somebody's name.
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'party'; readonly partyId: string; readonly userId?: string }
  | { readonly kind: 'system'; readonly name: string }
