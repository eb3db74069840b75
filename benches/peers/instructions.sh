#!/usr/bin/env bash
# Counts instructions with callgrind: exact where times are noisy.
#
#   benches/peers/instructions.sh [SIZE…]
#
# prints, for Baton's table and the if-chain, the instructions of one decision with facts ready, with words as text and
# from JSON text. Needs valgrind. Sizes are 10, 100, 1000 and 10000 unless given.
set -euo pipefail
cd "$(dirname "$0")"

cargo build --release --locked --quiet
program=${CARGO_TARGET_DIR:-target}/release/baton-peers

count() { # engine, size, form
  local decisions report
  # Once without valgrind, so that the if-chain is compiled.
  decisions=$("$program" --callgrind "$1" "$2" "$3")
  report=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no \
    --toggle-collect=counted_decisions "$program" --callgrind "$1" "$2" "$3" 2>&1 >/dev/null)
  sed -n 's/.*Collected *: *\([0-9]*\).*/\1/p' <<<"$report" | awk -v n="$decisions" '{ printf "%.1f", $1 / n }'
}

echo "| rules | engine | facts ready | words as text | JSON text |"
echo "| ---: | --- | ---: | ---: | ---: |"
for size in "${@:-10 100 1000 10000}"; do
  for one in $size; do
    for engine in baton if-chain; do
      echo "| $one | $engine | $(count "$engine" "$one" ready) | $(count "$engine" "$one" words) | $(count "$engine" "$one" json) |"
    done
  done
done
