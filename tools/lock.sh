#!/bin/sh
# Locks the dependencies: exact versions and hashes, no index address. Needs uv.
set -eu
compile="uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11"
$compile --output-file requirements/runtime.txt "$@"
$compile --extra whisper-base --group build --constraint requirements/runtime.txt --output-file requirements/demo.txt "$@"
$compile --extra whisper-base --extra onnx --extra evaluate --extra classifiers --group build --group dev --constraint requirements/demo.txt --output-file requirements/dev.txt "$@"
uv pip compile requirements/corpus.in --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
  --output-file requirements/corpus.txt "$@"
