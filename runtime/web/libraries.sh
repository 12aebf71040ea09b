#!/bin/sh
# The libraries of the page's engine, from Debian's sources of the versions that the program itself is built with.
#   libraries.sh FOLDER     leaves FOLDER/include and FOLDER/lib/*.a
# Nothing is installed, and apt's own state stays as it is.
set -eu

folder=$1
[ ! -e "$folder/libraries.done" ] || exit 0
command -v emcc > /dev/null || { echo 'needed: emscripten, dpkg-dev, cmake (Debian)' >&2; exit 1; }
mkdir -p "$folder/apt/lists/partial" "$folder/source" "$folder/include/cjson" "$folder/lib" "$folder/objects"
folder=$(cd "$folder" && pwd)
echo 'deb-src http://deb.debian.org/debian bookworm main' > "$folder/apt/sources.list"
apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$folder/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$folder/apt/lists" \
    -o APT::Sandbox::User=root "$@"
}
# With the optimiser's own modules where node is not Debian's.
export NODE_PATH=${NODE_PATH:-/usr/share/nodejs}
flags='-O3 -msimd128 -DNDEBUG -w'
small='-Os' # what only what goes out is written with
apt update
cd "$folder/source"
apt source --download-only lua5.4 libcsv utf8proc zlib libzip expat libxlsxwriter cjson
for description in *.dsc; do
  name=${description%%_*}
  [ -d "$name" ] || dpkg-source --no-check -x "$description" "$name" > /dev/null
done

# library NAME FLAGS FILE…: an archive of some files.
library() {
  name=$1 own=$2 objects=
  shift 2
  mkdir -p "$folder/objects/$name"
  for file in "$@"; do
    object=$folder/objects/$name/$(basename "$file" .c).o
    emcc $flags $own -c -o "$object" "$file"
    objects="$objects $object"
  done
  rm -f "$folder/lib/lib$name.a"
  emar rcs "$folder/lib/lib$name.a" $objects
}

echo '#define DEB_HOST_MULTIARCH ""' > lua5.4/src/lua5.4-deb-multiarch.h
library lua5.4 '' $(ls lua5.4/src/*.c | grep -v -e /lua.c -e /luac.c)
cp lua5.4/src/*.h "$folder/include"
library csv '' libcsv/libcsv.c
cp libcsv/csv.h "$folder/include"
library utf8proc -DUTF8PROC_STATIC utf8proc/utf8proc.c
cp utf8proc/utf8proc.h "$folder/include"
library z '' $(ls zlib/*.c | grep -v -e /gz)
cp zlib/zlib.h zlib/zconf.h "$folder/include"
library cjson $small cjson/cJSON.c
cp cjson/cJSON.h "$folder/include/cjson"
expat=$(dirname "$(find expat -name xmlparse.c | head -1)")
cat > "$expat/expat_config.h" <<'END'
#define BYTEORDER 1234
#define HAVE_GETENTROPY 1
#define HAVE_MEMMOVE 1
#define XML_CONTEXT_BYTES 1024
#define XML_DTD 1
#define XML_GE 1
#define XML_NS 1
#define XML_POOR_ENTROPY 1
END
library expat "-I$expat -DHAVE_EXPAT_CONFIG_H" $expat/xmlparse.c $expat/xmltok.c $expat/xmlrole.c
cp $expat/expat.h $expat/expat_external.h "$folder/include"
emcmake cmake -S libzip -B "$folder/objects/libzip" -DCMAKE_BUILD_TYPE=Release "-DCMAKE_C_FLAGS=$flags" -DSIZEOF_OFF_T=8 -DSIZEOF_SIZE_T=4 \
  -DENABLE_BZIP2=OFF -DENABLE_LZMA=OFF -DENABLE_COMMONCRYPTO=OFF -DENABLE_GNUTLS=OFF -DENABLE_MBEDTLS=OFF -DENABLE_OPENSSL=OFF \
  -DBUILD_SHARED_LIBS=OFF -DBUILD_TOOLS=OFF -DBUILD_REGRESS=OFF -DBUILD_EXAMPLES=OFF -DBUILD_DOC=OFF \
  -DZLIB_LIBRARY="$folder/lib/libz.a" -DZLIB_INCLUDE_DIR="$folder/include" > "$folder/objects/libzip.log" 2>&1
cmake --build "$folder/objects/libzip" --target zip -j2 >> "$folder/objects/libzip.log" 2>&1
cp "$folder/objects/libzip/lib/libzip.a" "$folder/lib"
cp libzip/lib/zip.h "$folder/objects/libzip/zipconf.h" "$folder/include"
third=libxlsxwriter/third_party
library xlsxwriter "$small -I$folder/include -Ilibxlsxwriter/include -I$third -DNOCRYPT -DNOUNCRYPT" libxlsxwriter/src/*.c \
  $third/minizip/zip.c $third/minizip/ioapi.c $third/tmpfileplus/tmpfileplus.c $third/md5/md5.c
cp -r libxlsxwriter/include/. "$folder/include"
: > "$folder/libraries.done"
