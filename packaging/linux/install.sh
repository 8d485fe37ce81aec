#!/bin/sh
# Installs Contact Inspector for the person who runs this, without root, below ~/.local:
#
#   ./install.sh              install, or replace an older version
#   ./install.sh --uninstall  remove it; accounts, settings and tokens stay
#
# Afterwards ~/.local/lib/contact-inspector/install.sh --uninstall does the same.
set -eu

name=contact-inspector
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
library=$HOME/.local/lib/$name
command=$HOME/.local/bin/$name
list=installed-files # those below share/
place=installed-below # where share/ was, for when XDG_DATA_HOME is another by then

main() {
    case "${1-}" in
        '') install_program ;;
        --uninstall) uninstall ;;
        -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0" ;;
        *) fail "Unknown option: $1. Try --help." ;;
    esac
}

fail() {
    printf '%s\n' "$*" >&2
    exit 2
}

install_program() {
    [ -x "$here/program/$name" ] || fail "The program isn't next to this script. Run it from the unpacked archive."
    case $HOME in
        /*) ;;
        *) fail "HOME must be an absolute path." ;;
    esac
    case $HOME$data in
        # what a menu entry's Exec line cannot hold, or would read as something else
        *[\"\`\$\\%\|\&]* | *"
"*) fail "The home folder's name has characters that a menu entry can't contain." ;;
    esac
    if [ -e "$command" ] && [ ! -L "$command" ]; then
        fail "$command belongs to another program. Move it away first."
    fi

    # The new version is whole before the old one goes.
    mkdir -p "$HOME/.local/lib" "$HOME/.local/bin" "$data"
    rm -rf "$library.new" "$library.old"
    mkdir "$library.new"
    cp -RP "$here/program/." "$library.new/"
    cp "$0" "$library.new/install.sh"
    remove_listed
    (cd "$here/share" && find . -type f) >"$library.new/$list"
    printf '%s\n' "$data" >"$library.new/$place"
    if [ -e "$library" ]; then
        mv "$library" "$library.old"
    fi
    mv "$library.new" "$library"
    rm -rf "$library.old"
    ln -sfn "$library/$name" "$command"
    while IFS= read -r file; do
        mkdir -p "$data/$(dirname "$file")"
        cp "$here/share/$file" "$data/$file"
    done <"$library/$list"
    entry=$data/applications/$name.desktop
    sed -e "s|^Exec=$name|Exec=\"$command\"|" -e "s|^TryExec=.*|TryExec=$command|" \
        "$here/share/applications/$name.desktop" >"$entry"
    tell_desktop
    printf 'Installed. Start it from the menu or with %s\n' "$command"
    case :$PATH: in
        *:"$HOME/.local/bin":*) ;;
        *) printf "%s isn't on your PATH yet. Most systems add it at the next login.\n" "$HOME/.local/bin" ;;
    esac
}

uninstall() {
    if [ ! -e "$library" ] && [ ! -L "$command" ]; then
        printf 'Not installed.\n'
        return
    fi
    remove_listed
    data=${before:-$data}
    if [ "$(readlink "$command" || true)" = "$library/$name" ]; then
        rm -f "$command"
    fi
    rm -rf "$library" "$library.new" "$library.old"
    tell_desktop
    printf 'Removed. Accounts and settings are still in %s, and tokens in the keychain.\n' "$data/$name"
}

# What an installed version wrote below share/, and the folders that are empty without it.
remove_listed() {
    [ -f "$library/$place" ] || return 0
    IFS= read -r before <"$library/$place"
    while IFS= read -r file; do
        rm -f "$before/$file"
        (cd "$before" && rmdir -p "$(dirname "$file")" 2>/dev/null) || true
    done <"$library/$list"
}

tell_desktop() {
    if [ -z "$(find "$data/applications" -name '*.desktop' 2>/dev/null)" ]; then
        rm -f "$data/applications/mimeinfo.cache"
        rmdir "$data/applications" 2>/dev/null || true
    elif command -v update-desktop-database >/dev/null; then
        update-desktop-database -q "$data/applications" || true
    fi
    if [ -d "$data/icons/hicolor" ]; then
        touch "$data/icons/hicolor" # icon caches look at the folder's time
    fi
}

main "$@"
