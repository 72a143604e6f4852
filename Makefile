# Two commands: `make run` and `make test`. Each installs what it needs and is missing on Debian 12 first.
.PHONY: run test check bench screens setup-run setup-test

# Opens the demo system on the simulated bench. Where there is no display, does the main job and prints it.
run: setup-run
	cargo build --release --locked
	./target/release/keywright demo target/demo --fresh

# Every check: format, lints, licences, unit tests, stories with the programs of others.
test: setup-test check
	cargo test --locked --lib --bins
	cargo test --locked --test wiped
	cargo test --locked --test stories -- --show-output

check:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --features gpu --bins -- -D warnings
	cargo clippy --locked --no-default-features --lib --bins -- -D warnings
	cargo deny --offline check licenses bans sources

# The figures, as tables. No test depends on them.
bench: setup-test
	cargo bench --locked

# The window under a display server of its own: the main job by mouse and by keyboard, and a picture of every screen
# in target/screens.
screens: setup-test
	cargo build --release --locked
	tests/xvfb/run.sh

setup-run:
	installer/prerequisites.sh run

setup-test:
	installer/prerequisites.sh test
