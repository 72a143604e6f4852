#!/bin/sh
# The window on a real display server: starts the program on a demo under Xvfb, adds a user and programs the fob once by
# mouse and once by keyboard, asks a door about each, and leaves pictures of every screen under target/screens, in light
# and dark, at 100 and 200 per cent, in English and German. Fails where a door does not open.
#
#   tests/xvfb/run.sh [PROGRAM]      target/release/keywright unless another is named
# THEMES, SCALES and LANGUAGES name fewer looks than all.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
program=${1:-$root/target/release/keywright}
out=$root/target/screens
work=$(mktemp -d)
rm -rf "$out"
mkdir -p "$out"

fail() { echo "window: $*" >&2; exit 1; }
for tool in Xvfb xdotool import convert; do
  command -v "$tool" >/dev/null || fail "$tool is missing: run installer/prerequisites.sh"
done
[ -x "$program" ] || fail "$program is missing: cargo build --release"

# A display of our own; the server says which number was free.
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
server=$!
window=""
trap 'kill $server $window 2>/dev/null || true; rm -rf "$work"' EXIT
n=0
while [ ! -s "$work/display" ]; do
  n=$((n + 1)); [ $n -lt 100 ] || fail "Xvfb does not start: $(cat "$work/xvfb.log")"
  sleep 0.1
done
export DISPLAY=":$(cat "$work/display")"
export XDG_CONFIG_HOME="$work/config"
unset WAYLAND_DISPLAY WAYLAND_SOCKET || true

# start DEMO THEME SCALE LANGUAGE
start() {
  "$program" demo "$1" --theme "$2" --scale "$3" --language "$4" >"$work/program.log" 2>&1 &
  window=$!
  id=$(timeout 120 xdotool search --sync --onlyvisible --name Keywright | head -n 1)
  [ -n "$id" ] || fail "no window: $(cat "$work/program.log")"
  xdotool windowmove "$id" 0 0 windowsize --sync "$id" 1280 800 2>/dev/null || true
  xdotool windowfocus "$id"
  sleep 3
}
stop() { kill "$window"; wait "$window" 2>/dev/null || true; window=""; }
shot() { sleep 0.8; import -window root "$out/$1.png"; }
key() { xdotool key --clearmodifiers "$@"; sleep 0.3; }
keys() { n=$1; while [ "$n" -gt 0 ]; do xdotool key --clearmodifiers "$2"; sleep 0.06; n=$((n - 1)); done; sleep 0.2; }
write() { xdotool type --delay 20 -- "$1"; sleep 0.3; }
click() { xdotool mousemove "$1" "$2" click 1; sleep 0.5; }
# Presses what goes on: the lowest button that is filled with the accent of the light theme, which it is while the
# pointer is elsewhere.
press_primary() {
  xdotool mousemove 1270 4; sleep 0.3
  import -window root "$work/now.png"
  place=$(convert "$work/now.png" -fill black +opaque '#1D5FB8' -fill white -opaque '#1D5FB8' -type bilevel \
    -define connected-components:verbose=true -define connected-components:area-threshold=400 \
    -connected-components 8 null: | awk '
      $NF == "gray(255)" || $NF == "srgb(255,255,255)" {
        split($2, box, /[x+]/)
        if (box[1] >= 40 && box[2] >= 24 && box[4] > lowest) { lowest = box[4]; x = int(box[3] + 4); y = int(box[4] + box[2] / 2) }
      }
      END { if (lowest) print x, y }')
  [ -n "$place" ] || { cp "$work/now.png" "$out/failed.png"; fail "no button that goes on, see $out/failed.png"; }
  # shellcheck disable=SC2086
  click $place
}
wait_written() {
  n=0
  until "$program" --json --system "$1/demo.keywright" --operator "$(cat "$1/operator")" \
    --password-file "$1/password" key list 2>/dev/null | grep -q "\"uid\":\"[0-9A-F]"; do
    n=$((n + 1)); [ $n -lt 40 ] || { import -window root "$out/failed.png"; fail "$2: the fob was not programmed, see $out/failed.png"; }
    sleep 0.5
  done
}
door() {
  answer=$("$program" --json bench "$1/bench" present fob-1 --lock 1 --at 2026-11-23T10:00:00+02:00)
  echo "$answer" | grep -q '"decision":"open"' || fail "$2: the door says $answer"
  echo "$2: $answer"
}

# The person of the demo, by keyboard alone.
start "$work/keyboard" light 100 en
pin=$(cat "$work/keyboard/pin")
key ctrl+n
write Marja; key Tab; write Siivonen; key Tab; write marja.siivonen@example.org
shot keyboard-1-basic
key Return; sleep 1
write clea; keys 2 Tab; key space
shot keyboard-2-roles
keys 8 Tab; key Return; sleep 1
key Return; sleep 1
shot keyboard-3-key
keys 6 Tab; key space
shot keyboard-4-home-group
keys 6 Tab; key Return; sleep 1.5
shot keyboard-5-summary
convert "$out/keyboard-5-summary.png" -resize 960x +dither -colors 128 "$out/readme-summary.png"
# Confirm has the focus.
key Return; sleep 1.5
write "$pin"
shot keyboard-6-pin
key Return
wait_written "$work/keyboard" keyboard
shot keyboard-7-written
door "$work/keyboard" keyboard
stop

# The same by mouse.
start "$work/mouse" light 100 en
pin=$(cat "$work/mouse/pin")
shot mouse-0-users
click 1199 32; sleep 0.5
click 459 108; write Marja; click 847 108; write Siivonen; click 653 180; write marja.siivonen@example.org
press_primary; sleep 1
click 433 139; write clea; click 281 187
press_primary; sleep 1
click 322 120; sleep 1
click 297 434; sleep 0.5
press_primary; sleep 1.5
press_primary; sleep 1.5
click 430 288; write "$pin"
shot mouse-1-pin
click 617 288
wait_written "$work/mouse" mouse
shot mouse-1-written
door "$work/mouse" mouse
# The pictures of README.md, small enough for it.
picture() { convert "$out/$1.png" -resize 960x +dither -colors 128 "$out/readme-$2.png"; }
picture mouse-0-users users
# Closed, and the fob put on a door by the panel.
press_primary; sleep 1
click 69 739; sleep 1
shot mouse-2-side-panel
stop

# Every screen in every look. The numbers go through the places from top to bottom.
for theme in ${THEMES:-light dark}; do
  for scale in ${SCALES:-100 200}; do
    for language in ${LANGUAGES:-en de}; do
      name="$theme-$scale-$language"
      start "$work/looks" "$theme" "$scale" "$language"
      "$program" bench "$work/looks/bench" lay fob-1 >/dev/null
      place=1
      for screen in users keys locks premises roles blocking-groups todo log programming-keys settings; do
        key "ctrl+$((place % 10))"
        sleep 0.5
        shot "$name-$screen"
        # The first row, with its panel; tabs stand above some lists.
        y=164
        case $screen in locks | roles) y=215 ;; esac
        case $screen in
          todo | log | programming-keys | settings) ;;
          *)
            click $((scale == 200 ? 300 : 400)) $((y * scale / 100))
            shot "$name-$screen-panel"
            key Escape
            ;;
        esac
        place=$((place + 1))
      done
      key ctrl+n; sleep 0.5
      write Marja; key Tab; write "Siivonen $name"; key Tab; write "marja.$theme$scale$language@example.org"
      key Return; sleep 1
      write "clea"; keys 2 Tab; key space
      shot "$name-wizard-2"
      keys 8 Tab; key Return; sleep 1
      key Return; sleep 1
      keys 6 Tab; key space
      shot "$name-wizard-3"
      keys 6 Tab; key Return; sleep 1.5
      shot "$name-wizard-4"
      key Return; sleep 1.5
      shot "$name-wizard-5"
      stop
    done
  done
done
ls "$out" | wc -l
