#!/bin/sh
# Runs a page whose sessions use the installed library: `installed.sh RUNNER PREFIX PAGE [--update]`.
runner=$1 prefix=$2 page=$3
shift 3
case $page in
  *python*) command -v python3 >/dev/null || { echo "python3 is not here: $page is not run"; exit 77; } ;;
esac
library=$(dirname "$(find "$prefix" -name 'libwrit.so.0')")
# Of pkg-config no other file is seen: on a fresh machine there is none.
PKG_CONFIG_LIBDIR=$library/pkgconfig LD_LIBRARY_PATH=$library PYTHONDONTWRITEBYTECODE=1 \
  exec "$runner" "$prefix/bin/writ" "$page" "$@"
