#!/bin/sh
# A whole shipment by the command line alone: question, quote, booking, bill, milestones, surrender, delivery, and a look at the bill.
#
# Each party has an API key of its own, in the environment (a sample window prints its passwords at the first start; keys are made
# on the page "API keys" or by POST /v1/keys):
#   YIDAN_KEY_SHIPPER YIDAN_KEY_OPERATOR YIDAN_KEY_RAIL YIDAN_KEY_ROAD YIDAN_KEY_HUB YIDAN_KEY_CONSIGNEE
#   YIDAN_URL  the window (default http://localhost:8080)
#   YIDAN      how the program is called (default "npx yidan")
#   CONSIGNEE  who receives the goods (default: the sample consignee)
set -eu

: "${YIDAN:=npx yidan}"
: "${CONSIGNEE:=Rhein Elektronik GmbH}"
work=$(mktemp -d)
following=''
trap 'rm -rf "$work"; [ -z "$following" ] || kill "$following" || :' EXIT

say() { printf '\n== %s\n' "$*"; }

# as SHIPPER quote …: the command in the name of a party; its key goes by the environment, which `ps` does not show.
as() {
  who=$1
  shift
  eval "YIDAN_KEY=\$YIDAN_KEY_$who"
  export YIDAN_KEY
  $YIDAN "$@"
}

# Reads a member of the outermost object of --json, which stands two blanks in.
member() { sed -n "s/^  \"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" | head -n 1; }

say 'The shipper asks'
as SHIPPER quote --from cq-xiyong-cbz --to de-duisburg --ready "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
  --unit 40HC --quantity 2 --weight-kg 17000 --goods laptops --hs 847130 --modes rail,road --json >"$work/quote.json"
quote=$(member id <"$work/quote.json")
echo "$quote"

say 'He holds the fastest chain, every element or none'
as SHIPPER book "$quote" FASTEST --consignee "$CONSIGNEE" --reference PO-2026-1187 \
  --box CSQU3054383:40HC:SEAL001 --box TOLU4734787:40HC:SEAL002 --json >"$work/booking.json"
booking=$(member id <"$work/booking.json")
echo "$booking"

say 'He confirms it: the consignment is made'
as SHIPPER confirm "$booking" --json >"$work/confirmed.json"
consignment=$(member consignmentId <"$work/confirmed.json")
echo "$consignment"

say 'The multimodal operator issues the one bill'
as OPERATOR bill issue "$consignment"
as OPERATOR bill save "$consignment" --pdf "$work/bill.pdf" --vc "$work/bill.vc"

# What this party may state, one line each: element, place in the list, party, milestone.
owed_by() {
  as "$1" track "$consignment" --json | awk -v who="$1" '
    /^    \{/ { element = ""; milestone = ""; may = 0; done = 0; row++ }
    /^      "elementSequenceNumber":/ { element = $2; sub(",", "", element) }
    /^      "milestone":/ { split($0, part, "\""); milestone = part[4] }
    /^      "actualOccurrenceDateTime":/ { done = 1 }
    /^      "mayReport": true/ { may = 1 }
    /^    \}/ { if (may && !done && milestone != "DELIVERED") print element, row, who, milestone }'
}

say 'The consignee follows it from now on, in the background'
as CONSIGNEE track "$consignment" --follow >"$work/followed" &
following=$!

say 'Lorry, train and hubs tell what happens, each its own part'
for who in ROAD HUB RAIL; do owed_by "$who"; done | sort -k1,1n -k2,2n >"$work/owed"
while read -r element _ who milestone; do
  as "$who" milestone "$consignment" "$element" "$milestone"
done <"$work/owed"

say 'Where it is, as the consignee sees it'
as CONSIGNEE track "$consignment"

say 'The goods are not handed over while the bill is out'
last=$(as OPERATOR track "$consignment" --json | awk '/^      "elementSequenceNumber":/ { n = $2 } END { sub(",", "", n); print n }')
if as OPERATOR milestone "$consignment" "$last" DELIVERED; then
  echo 'they were handed over' >&2
  exit 1
fi

say 'The consignee surrenders it, the operator accepts'
as CONSIGNEE bill surrender "$consignment"
as OPERATOR bill accept "$consignment"

say 'Now they are handed over'
as OPERATOR milestone "$consignment" "$last" DELIVERED
as CONSIGNEE track "$consignment" --json >"$work/end.json"
grep -q '"consignmentStatus": "DELIVERED"' "$work/end.json"

say 'What the consignee heard while it was on its way'
wait "$following"
following=''
sed -n '/^[0-9]*  [^ ].*  [0-9-]* [0-9:]*  /p' "$work/followed"

say 'The bill is genuine, as a signed text and as a PDF'
$YIDAN verify "$work/bill.vc"
$YIDAN verify "$work/bill.pdf"

say 'One letter changed: it is not'
sed 's/\.\(.\{40\}\)./.\1x/' "$work/bill.vc" >"$work/altered.vc"
if $YIDAN verify "$work/altered.vc"; then
  echo 'an altered bill was taken for genuine' >&2
  exit 1
fi

say "Delivered: $consignment"
