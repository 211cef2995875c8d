#!/usr/bin/env bash
# The installed man pages and completions have every command and option of the installed program, and work. Needs the
# prefix.
set -uo pipefail
prefix=$1
writ=$prefix/bin/writ
bash_file=$prefix/share/bash-completion/completions/writ
zsh_file=$prefix/share/zsh/vendor-completions/_writ
fish_file=$prefix/share/fish/vendor_completions.d/writ.fish
failures=0

fail() {
  echo "not so: $*" >&2
  failures=$((failures + 1))
}

# What bash offers behind these words, the last of which is being written.
offered() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  _writ
  echo "${COMPREPLY[*]}"
}

expect() {
  local expected=$1
  shift
  [ "$(offered "$@")" = "$expected" ] || fail "after \`$*\` bash offers \`$expected\`, but \`$(offered "$@")\`"
}

source "$bash_file"
expect 'test timeline trace' writ t
expect 'text json junit tap' writ test --format ''
expect 'text json junit tap' writ test --format =
expect 'html' writ test --coverage = h
expect 'json junit' writ test --format = j
expect '--config' writ lint --co
expect '' writ check rules
expect '--filter --format --fail-fast' writ test --f

commands=$("$writ" --help | sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' | grep -v '^writ$')
[ "$(wc -w <<<"$commands")" -ge 12 ] || fail "the help names the commands: $commands"
for command in $commands; do
  page=$prefix/share/man/man1/writ-$command.1
  [ -f "$page" ] || { fail "there is a page $page"; continue; }
  plain=$(sed 's/\\-/-/g' "$page")
  options=$("$writ" "$command" --help | sed -n '/^Options:/,$p' | grep -oE '^  (-.,)?--[a-z-]+' | grep -oE -- '--[a-z-]+')
  [ -n "$options" ] || fail "writ $command --help has options"
  for option in $options; do
    grep -qF -- "fB$option\\fR" <<<"$plain" || fail "$page has $option"
    grep -qw -- "$option" <<<"$(offered writ "$command" "$option")" || fail "bash completes writ $command $option"
    sed -n "/^    $command)/,/;;/p" "$zsh_file" | grep -qE -- ")$option[=\\[]|\\*$option=" || fail "zsh knows writ $command $option"
    grep -F "from $command'" "$fish_file" | grep -qE -- "-l ${option#--} " || fail "fish knows writ $command $option"
  done
done

if command -v groff >/dev/null; then
  for page in "$prefix"/share/man/man1/writ*.1; do
    warnings=$(groff -man -Tutf8 -Kutf8 -ww -rLL=120n "$page" 2>&1 >/dev/null)
    [ -z "$warnings" ] || fail "groff has nothing to say of $page: $warnings"
  done
else
  echo "groff is not here: the man pages are not set"
fi
for page in embedding security language; do
  [ -f "$prefix/share/doc/writ/docs/$page.md" ] || fail "docs/$page.md is installed"
done
for shell in zsh fish; do
  file=$zsh_file
  [ $shell = fish ] && file=$fish_file
  if command -v $shell >/dev/null; then
    $shell -n "$file" || fail "$shell reads $file"
  else
    echo "$shell is not here: its completion is not read"
  fi
done
[ $failures -eq 0 ]
