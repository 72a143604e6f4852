#!/bin/sh
# Installs what building and testing need on Debian 12, and nothing that is there already.
# Needs root or sudo only where a package is missing.
set -eu
cd "$(dirname "$0")/.."

packages="gcc libc6-dev make pkg-config libssl-dev openssl
  libnfc-bin libnfc-dev libfreefare-bin libfreefare-dev
  python3 python3-venv
  libusb-1.0-0-dev libudev-dev qemu-system-x86 busybox-static xz-utils udev
  libpcsclite-dev pcscd libccid vsmartcard-vpcd yubico-piv-tool opensc
  libclang1-14 libclang-common-14-dev"

missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  echo "installing:$missing"
  $as_root apt-get -o DPkg::Lock::Timeout=300 update -qq
  # shellcheck disable=SC2086 # one argument a package is meant
  DEBIAN_FRONTEND=noninteractive $as_root apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $missing
fi

command -v cargo >/dev/null || { echo "Rust is missing: see https://rustup.rs" >&2; exit 1; }
command -v cargo-deny >/dev/null || cargo install --locked cargo-deny@0.20.2

# The programs from PyPI that check us live in an environment of their own.
if ! cmp -s tests/peers/requirements.txt .venv/installed.txt; then
  tests/peers/prepare.sh
  cp tests/peers/requirements.txt .venv/installed.txt
fi
