#!/bin/sh
# Builds the whole corpus from nothing: its own environment, the voices, the recordings. Needs Python, npm and a network.
set -eu
python=$1
shift
cd "$(dirname "$0")/.."
cache="${XDG_CACHE_HOME:-$HOME/.cache}/clairevoix"
venv="$cache/corpus-venv"
voices="$cache/kokoro-js-1.2.1"
digest=1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860
mkdir -p "$cache"
[ -x "$venv/bin/python" ] || sh tools/make_venv.sh "$python" "$venv"
if ! cmp -s requirements/corpus.txt "$venv/.installed"; then
  echo "Installing what the corpus is made with (a minute or two) ..." >&2
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/corpus.txt
  cp requirements/corpus.txt "$venv/.installed"
fi
if [ ! -d "$voices/package/voices" ]; then
  command -v npm >/dev/null || { echo "npm is missing; install it with: sudo apt-get install npm" >&2; exit 1; }
  fetched=$(mktemp -d)
  (cd "$fetched" && npm pack --silent kokoro-js@1.2.1 >/dev/null)
  echo "$digest  $fetched/kokoro-js-1.2.1.tgz" | sha256sum --check --quiet
  mkdir -p "$fetched/open" && tar -xzf "$fetched/kokoro-js-1.2.1.tgz" -C "$fetched/open"
  rm -rf "$voices" && mv "$fetched/open" "$voices" && rm -r "$fetched"
fi
exec "$venv/bin/python" corpus/build.py --voices "$voices/package/voices" "$@"
