# Two commands: `make run` and `make test`. Both install what is missing.
.PHONY: run test check peers bench setup

run: setup
	cargo build --release --locked
	./target/release/keywright demo target/demo --fresh --headless

test: setup check
	cargo nextest run --locked --lib --bins --no-fail-fast 2>/dev/null || cargo test --locked --lib --bins
	cargo test --locked --test stories -- --test-threads=2

check:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo deny --offline check licenses bans sources

bench: setup
	cargo bench --locked

setup:
	installer/prerequisites.sh
