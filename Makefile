# Two commands: `make run` and `make test`. Both install what is missing on Debian 12 first.
.PHONY: run test check bench setup

# Opens the demo system on the simulated bench. Where there is no display, does the main job and prints it.
run: setup
	cargo build --release --locked
	./target/release/keywright demo target/demo --fresh

# Every check: format, lints, licences, unit tests, stories with the programs of others.
test: setup check
	cargo test --locked --lib --bins
	cargo test --locked --test stories -- --show-output

check:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo deny --offline check licenses bans sources

# The figures, as tables. No test depends on them.
bench: setup
	cargo bench --locked

setup:
	installer/prerequisites.sh
