#!/bin/sh
# Install the Debian packages that the tests need in addition to Python packages: bubblewrap runs students' code in a
# sandbox, chromium drives JupyterLab, postgresql holds a gradebook. Where that is not allowed, say what is missing; those tests are skipped.
missing=""
command -v bwrap >/dev/null || missing="$missing bubblewrap"
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
[ -z "$missing" ] && exit 0

if command -v apt-get >/dev/null; then
    if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo -n"; fi
    if [ -z "$sudo" ] || sudo -n true 2>/dev/null; then
        echo "Installing:$missing"
        if $sudo apt-get update -q >/dev/null && $sudo apt-get install -yq --no-install-recommends $missing >/dev/null; then
            exit 0
        fi
    fi
fi
echo "Missing:$missing. Tests that need them are skipped; install them with your package manager to run them as well."
