#!/bin/sh
# The USB lab: boots Debian's kernel under QEMU and runs tests/lab/guest.rs in it, so that the station's USB layer
# meets a real USB stack. Passes only if the guest itself says so in its last line. Needs what
# installer/prerequisites.sh installs; a missing tool is a failure.
#
# KEYWRIGHT_LAB_TIME   seconds that the guest may take (default 1800, 5400 for the full set; an idle computer needs
#                      a fifth of that)
# KEYWRIGHT_FULL       pulls devices out at every step in every way, not in one way at each
# KEYWRIGHT_LAB_ONLY   words_of_a_test: runs those whose names have them
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
work=$root/target/lab
mkdir -p "$work"

fail() { echo "USB lab: $*" >&2; echo "0 passed, 1 failed"; exit 1; }

for tool in qemu-system-x86_64 busybox xz udevadm dpkg-deb apt-get strip ldd python3; do
  command -v "$tool" >/dev/null || fail "$tool is missing: run installer/prerequisites.sh"
done
ccid=/usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents
[ -x /usr/sbin/pcscd ] && [ -e "$ccid/Linux/libccid.so" ] || fail "pcscd or libccid is missing: run installer/prerequisites.sh"
[ -e /lib/systemd/systemd-udevd ] || fail "udev is missing: run installer/prerequisites.sh"

# One run at a time shares the folder.
exec 9>"$work/lock"
flock 9 || fail "no lock"

# The program of the guest, as it is linked for the product: against the system's libusb and libudev.
"${CARGO:-cargo}" build --quiet --locked --bin keywright --example usb_lab || fail "the guest's program does not build"
product=${CARGO_TARGET_DIR:-$root/target}/debug/keywright
program=${CARGO_TARGET_DIR:-$root/target}/debug/examples/usb_lab

# The kernel. Its package name has a number that changes with each update, and old ones leave the archive: what was
# fetched once is used as long as it is there.
kernel_package() { find "$work" -maxdepth 1 -name 'linux-image-*.deb' | sort | tail -n 1; }
if [ -z "$(kernel_package)" ]; then
  name=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-/ {print $2; exit}')
  [ -n "$name" ] || fail "no kernel package is known: run apt-get update"
  (cd "$work" && apt-get download -qq "$name") || fail "$name cannot be fetched: run apt-get update"
fi
package=$(kernel_package)
if ! [ -e "$work/kernel/$(basename "$package").done" ]; then
  rm -rf "$work/kernel"
  mkdir -p "$work/kernel"
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/kernel" --wildcards \
    './boot/vmlinuz-*' '*/drivers/usb/common/*' '*/drivers/usb/core/*' '*/drivers/usb/usbip/*' \
    '*/drivers/usb/host/xhci*' '*/drivers/usb/serial/usbserial.ko' '*/drivers/usb/serial/ftdi_sio.ko'
  # The packaged kernel unpacks itself slowly under emulation; QEMU starts the plain one as well.
  image=$(find "$work/kernel/boot" -name 'vmlinuz-*')
  number() { od -An -t u"$2" -j "$1" -N "$2" "$image" | tr -d ' '; }
  start=$((($(number 497 1) + 1) * 512 + $(number 584 4)))
  tail -c +$((start + 1)) "$image" | head -c "$(number 588 4)" |
    xz -dc --single-stream 2>/dev/null >"$work/kernel/vmlinux" || true
  [ "$(head -c 4 "$work/kernel/vmlinux" | od -An -c | tr -d ' ')" = '177ELF' ] || cp "$image" "$work/kernel/vmlinux"
  touch "$work/kernel/$(basename "$package").done"
fi

# The guest's files: everything in memory, nothing of the host's.
guest=$work/guest
rm -rf "$guest"
mkdir -p "$guest/bin" "$guest/proc" "$guest/sys" "$guest/dev" "$guest/tmp" "$guest/run" "$guest/ko" "$guest/lab" \
  "$guest/etc/udev/rules.d" "$guest/lib/udev/rules.d" "$guest/lib64" "$guest/usr/sbin" "$guest$ccid/Linux"
cp "$(command -v busybox)" "$guest/bin/busybox"
ln -s busybox "$guest/bin/sh"
strip -o "$guest/bin/usb_lab" "$program"
strip -o "$guest/bin/keywright" "$product"
cp /bin/udevadm "$guest/bin/udevadm"
ln -s udevadm "$guest/bin/systemd-udevd"
cp /usr/sbin/pcscd "$guest/usr/sbin/pcscd"
cp "$ccid/Linux/libccid.so" "$guest$ccid/Linux/"
# The driver takes the devices on its list; the bench's key is put there as a maker would put his.
python3 - "$ccid/Info.plist" "$guest$ccid/Info.plist" <<'LIST'
import plistlib, sys
with open(sys.argv[1], "rb") as file:
    known = plistlib.load(file)
for name, value in {"ifdVendorID": "0x1209", "ifdProductID": "0x0001", "ifdFriendlyName": "Bench Key"}.items():
    known[name].insert(0, value)
with open(sys.argv[2], "wb") as file:
    plistlib.dump(known, file)
LIST
for binary in "$program" "$product" /bin/udevadm /usr/sbin/pcscd "$ccid/Linux/libccid.so"; do
  ldd "$binary" | awk '/\// {print ($2 == "=>") ? $3 : $1}' | while read -r library; do
    mkdir -p "$guest$(dirname "$library")"
    cp -nL "$library" "$guest$library"
  done
done
cp /lib/udev/rules.d/50-udev-default.rules "$guest/lib/udev/rules.d/"
cp udev/70-keywright.rules "$guest/etc/udev/rules.d/"
printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$guest/etc/passwd"
printf 'root:x:0:\ntty:x:5:\ndialout:x:20:\nplugdev:x:46:\nnogroup:x:65534:\n' >"$guest/etc/group"
"$program" prepare "$guest/lab" || fail "no card for QEMU's reader"
count=10
for module in usb/common/usb-common usb/core/usbcore usb/usbip/usbip-core usb/usbip/vhci-hcd \
  usb/host/xhci-hcd usb/host/xhci-pci usb/serial/usbserial usb/serial/ftdi_sio; do
  file=$(find "$work/kernel/lib" -path "*/drivers/$module.ko")
  [ -n "$file" ] || fail "the kernel has no $module"
  cp "$file" "$guest/ko/$count.ko"
  count=$((count + 1))
done
cat >"$guest/init" <<'INIT'
#!/bin/sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
chmod 1777 /tmp
systemd-udevd --daemon
for module in /ko/*.ko; do insmod "$module" || echo "LAB no $module"; done
udevadm trigger --subsystem-match=usb
udevadm settle
RUST_BACKTRACE=0 usb_lab test
rc=$?
echo "LAB-TIME $(cut -d . -f 1 /proc/uptime)"
echo "LAB-EXIT rc=$rc"
poweroff -f
INIT
chmod +x "$guest/init"
(cd "$guest" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/guest.cpio"

# KVM is never used: where it is emulated it hangs.
log=$work/guest.log
socket=$work/card.sock
bench=$work/bench
rm -rf "$socket" "$bench"
mkdir -p "$bench"
"$program" card "$socket" "$guest/lab" >"$work/card.log" 2>&1 &
card=$!
"$program" encoder "$bench" "$bench/a.sock" "$bench/b.sock" >"$work/encoder.log" 2>&1 &
encoder=$!
tries=0
until [ -S "$bench/control.sock" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || fail "the bench does not start: $(cat "$work/encoder.log")"
  sleep 0.1
done
status=0
usual=${KEYWRIGHT_FULL:+5400}
timeout "${KEYWRIGHT_LAB_TIME:-${usual:-1800}}" qemu-system-x86_64 -accel tcg -m 384 -nographic -no-reboot -nodefaults -serial stdio \
  -kernel "$work/kernel/vmlinux" -initrd "$work/guest.cpio" -append "console=ttyS0 quiet panic=-1 ${KEYWRIGHT_FULL:+KEYWRIGHT_FULL=1} ${KEYWRIGHT_LAB_ONLY:+KEYWRIGHT_LAB_ONLY=$KEYWRIGHT_LAB_ONLY}" \
  -chardev "socket,id=control,path=$bench/control.sock" -serial chardev:control \
  -device qemu-xhci,id=xhci \
  -device usb-ccid,id=ccid0,bus=xhci.0 -chardev "socket,id=card,path=$socket,server=on,wait=off" \
  -device ccid-card-passthru,chardev=card,bus=ccid0.0 \
  -chardev "socket,id=a,path=$bench/a.sock,server=on,wait=off" -device usb-serial,chardev=a,bus=xhci.0,port=3,serial=ENC-A \
  -chardev "socket,id=b,path=$bench/b.sock,server=on,wait=off" -device usb-serial,chardev=b,bus=xhci.0,port=4,serial=ENC-B \
  </dev/null >"$log" 2>&1 || status=$?
kill "$card" "$encoder" 2>/dev/null || true
wait "$card" "$encoder" 2>/dev/null || true

sed -n 's/.*LAB \(ok:\|FAILED:\|note:\)/  \1/p' "$log" | tr -d '\r'
# The guest's time is the computer's: what else it does stretches every figure above.
echo "  note: $(sed -n 's/.*LAB-TIME \([0-9]*\).*/\1/p' "$log" | tail -n 1) seconds in the guest; load of the computer $(cut -d ' ' -f 1-2 /proc/loadavg)"
result=$(sed -n 's/.*LAB \([0-9]* passed, [0-9]* failed\).*/\1/p' "$log" | tr -d '\r')
if ! tr -d '\r' <"$log" | grep -q 'LAB-EXIT rc=0$'; then
  echo "--- the guest's log (QEMU ended with $status) ---" >&2
  tail -n 80 "$log" >&2
  echo "${result:-0 passed, 1 failed}"
  exit 1
fi
echo "$result"
