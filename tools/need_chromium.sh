#!/bin/sh
# The browser tests drive Debian's Chromium. Installs it where it may; without it they are skipped, and say so.
set -eu
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
  echo "Chromium is missing, so the browser tests are skipped; install it with: sudo apt-get install chromium" >&2
fi
