#!/usr/bin/env bash
# Makes NotoSansSC-subset.otf: Noto Sans CJK SC Regular (SIL Open Font License
# 1.1, LICENSE in this folder) cut down to ASCII, Latin-1 and every other
# character in the Go code of the library and of this package, outside of tests,
# so that a new word seldom needs it again. TestFontHasEveryWord says when one does.
#
# Needs the Debian packages fonts-noto-cjk and fonttools.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
chars=$(mktemp)
trap 'rm -f "$chars"' EXIT
{
  find . -name '*.go' -not -name '*_test.go' -not -path './examples/*' -print0
  find examples/picture -name '*.go' -not -name '*_test.go' -print0
} | xargs -0 cat >"$chars"
pyftsubset /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc --font-number=2 \
  --text-file="$chars" --unicodes=U+0020-007E,U+00A0-00FF \
  --layout-features= --no-hinting --name-IDs=0,1,2,13,14 \
  --output-file="$here/NotoSansSC-subset.otf"
