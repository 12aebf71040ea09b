#!/bin/sh
# Packs a built program with everything that it needs of the system, so that it runs on older and other ones (glibc, libraries).
#   dist.sh PROGRAM amd64|arm64 VERSION SECONDS OUT [SYSROOT]
# Writes OUT/huiqi-VERSION-linux-ARCH.tar.xz and OUT/huiqi_VERSION_ARCH.deb. The same inputs give the same bytes: all files have
# the time SECONDS (since 1970), owner 0 and names in order. SYSROOT is where libraries of another architecture lie.
set -eu

program=$1 arch=$2 version=$3 out=$5 sysroot=${6:-}
export SOURCE_DATE_EPOCH=$4 LC_ALL=C
case $arch in
  amd64) triplet=x86_64-linux-gnu loader=ld-linux-x86-64.so.2 tools= ;;
  arm64) triplet=aarch64-linux-gnu loader=ld-linux-aarch64.so.1 tools=aarch64-linux-gnu- ;;
  *) echo "no such architecture: $arch" >&2; exit 2 ;;
esac

# A file below one of the folders where libraries lie.
library() {
  for folder in lib/$triplet usr/lib/$triplet lib usr/lib; do
    if [ -e "$sysroot/$folder/$1" ]; then readlink -f "$sysroot/$folder/$1"; return; fi
  done
  echo "no library $1" >&2
  return 1
}

# What a file asks for, and what that asks for.
needed() {
  for asked in $(${tools}objdump -p "$1" | sed -n 's/^ *NEEDED *//p'); do
    case " $found " in *" $asked "*) continue ;; esac
    [ "$asked" != $loader ] || continue
    found="$found $asked"
    needed "$(library "$asked")"
  done
}

name=huiqi-$version-linux-$arch
tree=$out/$name
rm -rf "$tree"
mkdir -p "$tree/lib/gconv"
found=
needed "$program"
for wanted in $found; do install -m 644 "$(library "$wanted")" "$tree/lib/$wanted"; done
install -m 755 "$(library $loader)" "$tree/lib/ld.so"
${tools}strip -o "$tree/lib/huiqi" "$program"
chmod 755 "$tree/lib/huiqi"
for module in GB18030.so UTF-16.so; do install -m 644 "$(library gconv/$module)" "$tree/lib/gconv/$module"; done
cat > "$tree/lib/gconv/gconv-modules" <<'END'
module	GB18030//	INTERNAL	GB18030	1
module	INTERNAL	GB18030//	GB18030	1
module	UTF-16LE//	INTERNAL	UTF-16	1
module	INTERNAL	UTF-16LE//	UTF-16	1
module	UTF-16BE//	INTERNAL	UTF-16	1
module	INTERNAL	UTF-16BE//	UTF-16	1
END
install -m 755 runtime/dist/huiqi.sh "$tree/huiqi"
mkdir "$tree/licences"
for wanted in ld.so $found; do
  stem=${wanted%%.so*}
  case $stem in
    libc | libm | ld) package=libc6 ;;
    libcrypto) package=libssl3 ;;
    libz) package=zlib1g ;;
    *) package=$stem ;;
  esac
  notice=$(ls "$sysroot/usr/share/doc/$package"[-0-9.]*/copyright "$sysroot/usr/share/doc/$package"/copyright 2>/dev/null | head -1)
  [ -n "$notice" ] || { echo "no licence of $wanted" >&2; exit 1; }
  install -m 644 "$notice" "$tree/licences/$package.txt"
done
cp -r scripts README.md CHANGELOG.md LICENSE "$tree"
rm -rf "$tree/scripts/editor/node_modules"
install -D -m 644 build/huiqi.1 "$tree/share/man/man1/huiqi.1"
install -D -m 644 build/huiqi.zh.1 "$tree/share/man/zh_CN/man1/huiqi.1"
install -D -m 644 build/huiqi.bash "$tree/share/bash-completion/completions/huiqi"
install -D -m 644 build/_huiqi "$tree/share/zsh/site-functions/_huiqi"
mkdir "$tree/stdlib" && cp -r stdlib/meta "$tree/stdlib/meta"

clean() {
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -type f -perm /111 -exec chmod 755 {} +
  find "$1" -type f ! -perm /111 -exec chmod 644 {} +
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

clean "$tree"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=gnu -C "$out" -cf - "$name" |
  xz -9 -T1 > "$tree.tar.xz"

package=$out/huiqi_${version}_$arch
rm -rf "$package"
mkdir -p "$package/DEBIAN" "$package/usr/bin" "$package/usr/lib" "$package/usr/share/doc/huiqi"
cp -r "$tree" "$package/usr/lib/huiqi"
cp -r "$package/usr/lib/huiqi/share/." "$package/usr/share"
rm -r "$package/usr/lib/huiqi/share"
mv "$package/usr/lib/huiqi/scripts" "$package/usr/share/doc/huiqi/scripts"
ln -s ../../share/doc/huiqi/scripts "$package/usr/lib/huiqi/scripts"
ln -s ../lib/huiqi/huiqi "$package/usr/bin/huiqi"
mv "$package/usr/lib/huiqi/LICENSE" "$package/usr/share/doc/huiqi/copyright"
cat > "$package/DEBIAN/control" <<END
Package: huiqi
Version: $version
Architecture: $arch
Maintainer: huiqi <huiqi@localhost>
Installed-Size: $(du -sk --apparent-size "$package/usr" | cut -f1)
Section: utils
Priority: optional
Description: incentive policies as scripts, over lists of companies
 Judges which companies are due what under a district's measures, to the fen,
 and says why and what is missing. Brings its libraries and its loader along.
END
clean "$package"
dpkg-deb --root-owner-group -Zxz --build "$package" "$package.deb" > /dev/null
rm -rf "$package"
ls -l "$tree.tar.xz" "$package.deb" | awk '{ print $5, $NF }'
