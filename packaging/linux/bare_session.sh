#!/bin/sh
# What a person does with the installed package, inside the session that try_in_bare_debian.py opens:
# a message bus, a keychain, a screen with a window manager. Each line it prints is something it saw.
set -eu

number='+7 912 345-67-89'           # a sample contact: a business with a catalogue
link=contact-inspector:+12025550123 # another: a person
token=$1                            # of the demo gateway
instance=$2
pictures=$HOME/pictures
demo_profile=$HOME/demo

saw() { printf '  %s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

wait_for() { # SECONDS COMMAND…
    patience=$1
    shift
    while ! "$@" >/dev/null 2>&1; do
        [ "$patience" -gt 0 ] || fail "This did not come about: $*"
        patience=$((patience - 1))
        sleep 1
    done
}

picture() { # NAME
    import -window root "$pictures/$1.png"
    convert "$pictures/$1.png" -colorspace gray -resize 250% png:- |
        tesseract --psm 11 - - 2>/dev/null >"$pictures/$1.txt"
    saw "$pictures/$1.png: $(identify -format '%k' "$pictures/$1.png") colours"
}

reads() { # NAME WORDS: true once the screen shows the words
    picture "$1" >/dev/null
    tr '\n' ' ' <"$pictures/$1.txt" | grep -qF "$2"
}

windows() { xdotool search --onlyvisible --name '^Contact Inspector$'; }
programs() { pgrep -u "$(id -u)" -xc contact-inspect; } # the kernel keeps fifteen letters of a name
is_in_front() { [ "$(xdotool getactivewindow getwindowname)" = "$1" ]; }
programs_are() { [ "$(programs)" -eq "$1" ]; }

keychain() {
    # The password has no newline; an empty one would make no keychain.
    printf %s opened | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    saw 'a keychain is unlocked: gnome-keyring, by the Secret Service'
}

screen() {
    Xvfb :77 -screen 0 1280x860x24 -nolisten tcp >/dev/null 2>&1 &
    export DISPLAY=:77
    wait_for 20 xdotool getdisplaygeometry
    jwm >/dev/null 2>&1 &
    wait_for 20 xdotool get_desktop
}

self_test() {
    contact-inspector --self-test >"$pictures/self-test.json" || fail "$(cat "$pictures/self-test.json")"
    saw "the self-test passed: $(tr -d '\n' <"$pictures/self-test.json" | tr -s ' ')"
}

look_up() {
    contact-inspector --demo --profile "$demo_profile" &
    wait_for 30 windows
    sleep 3
    picture before
    xdotool search --onlyvisible --name '^Contact Inspector$' windowsize --sync 1240 800 windowfocus --sync
    xdotool type --delay 20 "$number"
    xdotool key Return
    wait_for 20 reads contact 'Kuznetsov Auto'
    sleep 5
    picture contact
    saw "after $number the screen reads: $(grep -E '[[:alpha:]]{4}' "$pictures/contact.txt" | head -12 | paste -sd '|' -)"
    before=$(identify -format '%k' "$pictures/before.png")
    after=$(identify -format '%k' "$pictures/contact.png")
    [ "$after" -gt $((3 * before)) ] || fail "There are no pictures on the screen: $before colours before, $after after."
    saw "pictures came: $before colours before, $after after"
}

# The sample contacts' gateway answers any program of this computer: here it stands for the real one.
own_account() {
    wait_for 20 demo_port
    port=$(demo_port)
    printf '%s' "$token" |
        contact-inspector accounts add Shop --api-url "http://127.0.0.1:$port" --id-instance "$instance"
    saw "$(contact-inspector accounts test Shop)"
    if grep -rqF "$token" "$HOME/.local/share/contact-inspector"; then
        fail 'The token is in a file of the profile.'
    fi
    saw 'the token is in no file of the profile: it came out of the keychain'
}

demo_port() { # the only port that a program of this user listens on
    hexadecimal=$(awk -v user="$(id -u)" '$4 == "0A" && $8 == user { split($2, at, ":"); print at[2]; exit }' /proc/net/tcp)
    [ -n "$hexadecimal" ] && printf '%d' "0x$hexadecimal"
}

open_link() {
    xdotool search --onlyvisible --name '^Contact Inspector$' windowminimize
    contact-inspector &
    wait_for 30 windows
    sleep 3
    running=$(programs)
    saw "links of $(printf %s "$link" | cut -d: -f1): are opened by $(xdg-mime query default x-scheme-handler/contact-inspector)"
    xmessage -geometry 800x600+100+100 'Somebody else works here.' 2>/dev/null &
    wait_for 20 is_in_front xmessage
    xdg-open "$link"
    wait_for 20 is_in_front 'Contact Inspector'
    wait_for 20 reads link '202-555-0123'
    xdotool key Return
    wait_for 20 reads link 'Anna Lindqvist'
    sleep 3
    picture link
    saw "after xdg-open $link the screen reads: $(grep -E '[[:alpha:]]{4}' "$pictures/link.txt" | head -12 | paste -sd '|' -)"
    wait_for 10 programs_are "$running"
    saw "still $running programs, the demo's included: the running window took the link"
    is_in_front 'Contact Inspector' || fail 'The window did not come forward.'
    saw "the window came forward, in front of another program's"
}

end() {
    pkill -u "$(id -u)" -x contact-inspect
    wait_for 20 programs_are 0
    rm -r "$demo_profile"
    saw 'both windows closed'
}

mkdir "$pictures"
keychain
self_test
screen
look_up
own_account
open_link
end
