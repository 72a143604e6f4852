#!/bin/sh
# The window on a real display server: starts the program on a demo under Xvfb, adds a user and programs the fob once by
# mouse and once by keyboard, asks a door about each, and leaves pictures of every screen, form and dialog under
# target/screens, in light and dark, at 100 and 200 per cent, in English and German. Fails where a door does not open or
# a picture is missing.
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
Xvfb -displayfd 3 -screen 0 1280x800x24 -noreset -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
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
wheel() { n=$1; while [ "$n" -gt 0 ]; do xdotool click 5; sleep 0.03; n=$((n - 1)); done; sleep 0.2; }
write() { xdotool type --delay 20 -- "$1"; sleep 0.3; }
click() { xdotool mousemove "$1" "$2" click 1; sleep 0.5; }
# Presses what goes on: the lowest button that is filled with the accent of the theme (light unless another is named),
# which it is while the pointer is elsewhere.
press_primary() {
  accent='#1D5FB8'
  [ "${1:-light}" = light ] || accent='#82B1FB'
  xdotool mousemove 1270 4; sleep 0.3
  import -window root "$work/now.png"
  place=$(convert "$work/now.png" -fill black +opaque "$accent" -fill white -opaque "$accent" -type bilevel \
    -define connected-components:verbose=true -define connected-components:area-threshold=400 \
    -connected-components 8 null: | awk '
      $NF == "gray(255)" || $NF == "srgb(255,255,255)" {
        split($2, box, /[x+]/)
        # A ring around what has the focus is of this colour too, and empty.
        filled = $4 > box[1] * box[2] / 2
        if (filled && box[1] >= 40 && box[2] >= 24 && box[4] > lowest) { lowest = box[4]; x = int(box[3] + 4); y = int(box[4] + box[2] / 2) }
      }
      END { if (lowest) print x, y }')
  [ -n "$place" ] || { cp "$work/now.png" "$out/failed.png"; fail "no button that goes on, see $out/failed.png"; }
  # shellcheck disable=SC2086
  click $place
}
# wait_written DEMO WHAT [FOBS]
wait_written() {
  n=0
  until [ "$("$program" --json --system "$1/demo.keywright" --operator "$(cat "$1/operator")" \
    --password-file "$1/password" key list 2>/dev/null | grep -o "\"uid\":\"[0-9A-F]" | wc -l)" -ge "${3:-1}" ]; do
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
# As somebody does who typed the PIN on the numeric keypad.
key KP_Enter
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

# first_row SCALE HEIGHT: where the first row of a list is, at 100 per cent at this height. In a low window what lies on
# the encoder is told above it, and tabs stand in the place of the title.
first_row() {
  if [ "$1" = 200 ]; then echo 300 452; else echo 400 "$2"; fi
}

# What stands over a page: the keys, reading a fob, the menu of a row, removing somebody.
dialogs() {
  key F1; shot "$1-shortcuts"; key Escape
  key ctrl+r; sleep 0.5; shot "$1-read-pin"
  write "$(cat "$work/looks/pin")"; key Return; sleep 2
  shot "$1-read"; key Escape
  # Where there is little room the panel stands in the place of the list.
  key Escape
  key ctrl+f; write "Siivonen $1"; sleep 0.8
  # shellcheck disable=SC2046
  xdotool mousemove $(first_row "$3" 164) click 3; sleep 0.5
  shot "$1-menu"
  # The last of the menu is what ends somebody.
  key Up; key Return; sleep 1
  shot "$1-remove"; key Escape
  key ctrl+7; sleep 0.5
  # shellcheck disable=SC2046
  click $(first_row "$3" 164); sleep 0.5
  press_primary "$2"; sleep 0.8
  shot "$1-program"; key Escape
}

# before_search SCALE N: presses what stands N before the search of a page, where nothing can be added: tabs, or a button
# in the head. In a low window the tabs stand in the place of the title, before the button that adds.
before_search() {
  key ctrl+f
  back=$2
  if [ "$1" = 200 ]; then back=$((back + 1)); fi
  keys "$back" shift+Tab
  key Return; sleep 0.5
}

# What asks before something ends, and what is asked of a programming key; the log as a file, and what waits.
questions() {
  key ctrl+2; sleep 0.5
  key ctrl+f; write "Siivonen $1"; sleep 0.8
  # The menu of the only row begins with emptying.
  # shellcheck disable=SC2046
  xdotool mousemove $(first_row "$2" 164) click 3; sleep 0.8
  key Return; sleep 0.8
  shot "$1-return"; key Escape; sleep 0.3
  key Escape; key Escape
  key ctrl+9; sleep 0.5
  key ctrl+f; keys 2 shift+Tab; key Return; sleep 0.8
  shot "$1-unblock"; key Escape; sleep 0.3
  key ctrl+9; sleep 0.5
  # In a low window the list is below what is said of the ways to the secrets.
  xdotool mousemove 700 300; wheel 30; sleep 0.5
  click 400 292; sleep 0.5
  press_primary "$3"; sleep 0.8
  shot "$1-lost"; key Escape; sleep 0.3
  key Escape; key Escape
  key ctrl+8; sleep 0.5
  key ctrl+f; key shift+Tab; key Return; sleep 0.8
  shot "$1-export"; key Escape; sleep 0.3
  # The to-do list is narrowed from what it was narrowed to before.
  for waits in 1-drafts 5-outbox; do
    # In a low window the panel of what was chosen there stands in the place of the list.
    key ctrl+7; sleep 0.5; key Escape
    key ctrl+f; key Tab; key Return
    keys "${waits%%-*}" Down; key Return; sleep 0.5
    shot "$1-todo-${waits#*-}"
  done
}

# What is filled in to add something, on each page that has such a button; and behind the other tabs of the page.
forms() {
  for page in 3-lock 4-premises 5-role 6-blocking-group 9-programming-key; do
    key "ctrl+${page%%-*}"; sleep 0.5
    press_primary "$2"; sleep 0.5
    shot "$1-form-${page#*-}"
    key Escape; sleep 0.3
  done
  for page in 3-1-lock-group 5-1-operator 5-2-administrator-role; do
    key "ctrl+${page%%-*}"; sleep 0.5
    page=${page#*-}
    before_search "$3" "${page%%-*}"
    press_primary "$2"; sleep 0.5
    shot "$1-form-${page#*-}"
    key Escape; sleep 0.3
  done
}

written=0
# Every screen in every look. The numbers go through the places from top to bottom.
for theme in ${THEMES:-light dark}; do
  for scale in ${SCALES:-100 200}; do
    for language in ${LANGUAGES:-en de}; do
      name="$theme-$scale-$language"
      start "$work/looks" "$theme" "$scale" "$language"
      "$program" --json bench "$work/looks/bench" new fob "fob-$name" >/dev/null
      "$program" bench "$work/looks/bench" lay "fob-$name" >/dev/null
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
            # shellcheck disable=SC2046
            click $(first_row "$scale" "$y")
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
      # The box of the invitation stands before the foot. There is no mail server: it waits in the outbox.
      keys 3 shift+Tab; key space; keys 3 Tab
      key Return; sleep 1.5
      shot "$name-wizard-5"
      # The fob is written, so that dialogs have something to tell.
      write "$(cat "$work/looks/pin")"
      key Return
      written=$((written + 1))
      wait_written "$work/looks" "$name" "$written"
      shot "$name-wizard-written"
      key Escape; sleep 0.5
      dialogs "$name" "$theme" "$scale"
      forms "$name" "$theme" "$scale"
      questions "$name" "$scale" "$theme"
      key ctrl+l; sleep 0.5
      shot "$name-sign-in"
      stop
    done
  done
done
# One that is missing was not looked at.
looks=$(printf '%s' "${THEMES:-light dark}" | wc -w)
looks=$((looks * $(printf '%s' "${SCALES:-100 200}" | wc -w) * $(printf '%s' "${LANGUAGES:-en de}" | wc -w)))
pictures=$(find "$out" -name '*.png' | wc -l)
[ "$pictures" -eq $((13 + 42 * looks)) ] || fail "$pictures pictures, not $((13 + 42 * looks))"
echo "$pictures pictures"
