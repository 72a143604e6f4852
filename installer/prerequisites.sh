#!/bin/sh
# Installs what is needed on Debian 12, and nothing that is there already: `run` what building and running needs,
# `test` that and the programs of others that check us. Needs root or sudo only where a package is missing.
set -eu
cd "$(dirname "$0")/.."

case "${1:-test}" in
  run) tests= ;;
  test) tests=yes ;;
  *) echo "usage: installer/prerequisites.sh [run|test]" >&2; exit 2 ;;
esac

# To build: a C compiler for the database, OpenSSL for its encryption, libusb and PC/SC for the devices.
packages="gcc libc6-dev make pkg-config libssl-dev libusb-1.0-0-dev libpcsclite-dev"
if [ "$tests" ]; then
  packages="$packages openssl xvfb xdotool imagemagick
    libnfc-bin libnfc-dev libfreefare-bin libfreefare-dev
    python3 python3-venv
    qemu-system-x86 busybox-static xz-utils udev
    pcscd libccid vsmartcard-vpcd yubico-piv-tool opensc libclang1-14 libclang-common-14-dev"
fi

missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
# Before 3.0.22 OpenSSL has other tags than RFC 5083 for the attributes of AuthEnvelopedData, and reads none that have them.
if [ "$tests" ] && ! dpkg --compare-versions "$(dpkg-query -W -f='${Version}' openssl 2>/dev/null || echo 0)" ge 3.0.22; then
  missing="$missing openssl libssl3"
fi
if [ -n "$missing" ]; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  echo "installing:$missing"
  $as_root apt-get -o DPkg::Lock::Timeout=300 update -qq
  # shellcheck disable=SC2086 # one argument a package is meant
  DEBIAN_FRONTEND=noninteractive $as_root apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $missing
fi

# What Cargo.toml names is the one place of the version.
wanted="$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)"
if ! command -v cargo >/dev/null || ! command -v rustc >/dev/null; then
  echo "Rust is missing: Keywright needs Rust $wanted or later. Install it from https://rustup.rs, then run this again." >&2
  exit 1
fi
if ! version="$(rustc --version)"; then
  echo "Rust is installed, but rustc does not run (see above): set up a toolchain with \"rustup default stable\", then run this again." >&2
  exit 1
fi
found="$(echo "$version" | cut -d ' ' -f 2)"
if [ "$(printf '%s\n%s\n' "$wanted" "${found%%-*}" | sort -V | head -n 1)" != "$wanted" ]; then
  echo "Rust $found is too old: Keywright needs Rust $wanted or later. Run \"rustup update stable\", or install it from https://rustup.rs (Debian's own Rust is too old), then run this again." >&2
  exit 1
fi

[ "$tests" ] || exit 0

command -v cargo-deny >/dev/null || cargo install --locked cargo-deny@0.20.2
# Licences and sources are looked at without network, of the crates for other systems too, which no build here fetches.
cargo fetch --locked --quiet

# The programs from PyPI that check us live in an environment of their own.
if ! cmp -s tests/peers/requirements.txt .venv/installed.txt; then
  tests/peers/prepare.sh
  cp tests/peers/requirements.txt .venv/installed.txt
fi
