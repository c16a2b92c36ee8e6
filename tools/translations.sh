#!/bin/sh
# usage: translations.sh
# Collects the sentences of the web side into web/translations and compiles them.  Run it after changing a sentence,
# translate what it leaves empty in the .po files, and run it again.
set -eu
cd "$(dirname "$0")/.."
PATH=".venv/bin:$PATH"
catalogue=web/translations
mapping=$(mktemp) template=$(mktemp)
trap 'rm -f "$mapping" "$template"' EXIT
printf '[python: **.py]\n[jinja2: templates/**.html]\ntrimmed = true\n' > "$mapping"
pybabel -q extract --mapping "$mapping" --keyword lazy_gettext --no-location --sort-output --width 110 \
    --output "$template" web
for language in uk ru; do
    pybabel -q update --input-file "$template" --output-dir "$catalogue" --locale "$language" \
        --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --init-missing --width 110
done
pybabel -q compile --directory "$catalogue"
