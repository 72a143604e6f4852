#!/bin/bash
# Lets libFuzzer look for bytes that break a parser or a driver, each target in turn: fuzz/run.sh [SECONDS [TARGET...]]
# It starts from the kept inputs, leaves what it finds new in fuzz/corpus, and what breaks in fuzz/artifacts.
# `fuzz/run.sh keep [TARGET...]` picks the fewest inputs that reach as much; tests/stories/corpora.rs takes them up.
# Works with the stable toolchain: RUSTC_BOOTSTRAP lets it take the sanitizer's flags.
set -eu
cd "$(dirname "$0")"
seconds="${1:-60}"
[ $# -eq 0 ] || shift
command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz@0.13.2
export RUSTC_BOOTSTRAP=1
# The database defines a table twice, which is not what we look for.
export ASAN_OPTIONS=detect_odr_violation=0
targets="${*:-$(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml | grep -v keywright-fuzz)}"
cargo fuzz build -O -a
triple="$(rustc -vV | sed -n 's/^host: //p')"

keep() {
  rm -rf "kept/$1"
  mkdir -p "kept/$1" "corpus/$1"
  "target/$triple/release/$1" -merge=1 -max_len=8192 "kept/$1" "corpus/$1" >"artifacts/$1.merge.log" 2>&1
  echo "$1: $(find "kept/$1" -type f | wc -l) inputs"
}

# What is kept is written down as text; the fuzzer wants a file for each.
unpack() {
  mkdir -p "corpus/$1"
  number=0
  while read -r bytes _; do
    number=$((number + 1))
    printf '%b' "$(sed 's/../\\x&/g' <<<"$bytes")" >"corpus/$1/kept-$number"
  done <"../tests/vectors/corpus/$1.txt"
}

run() {
  mkdir -p "artifacts/$1"
  unpack "$1"
  # No input may take more than 64 MiB in one piece, 1 GiB in all (the sanitizer included), or 5 seconds.
  nice -n 15 "target/$triple/release/$1" "corpus/$1" \
    -artifact_prefix="artifacts/$1/" -max_total_time="$seconds" -max_len=8192 \
    -malloc_limit_mb=64 -rss_limit_mb=1024 -timeout=5 -print_final_stats=1 >"artifacts/$1.log" 2>&1 ||
    echo "$1: FOUND SOMETHING, see fuzz/artifacts/$1.log"
  echo "$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "artifacts/$1.log") executions"
}

mkdir -p artifacts
for target in $targets; do
  if [ "$seconds" = keep ]; then keep "$target"; else run "$target"; fi
done
if find artifacts -mindepth 2 -type f | grep -q .; then exit 1; fi
