#!/bin/sh
# build.sh: makes dist/ of this tree: the folder ClienteOauth, the service as tar.gz, zip, .deb and Windows installer, the
# bills of materials, and SHA256SUMS. Needs JAVA_HOME (a JDK 25), MVN, and what build.sh --missing names. The same tree,
# JDK and tools give the same bytes: every time is that of the pom, every owner root, every list sorted.
set -eu

if [ "${1:-}" = --missing ]; then
  for pair in makensis:nsis dpkg-deb:dpkg iconv:libc-bin gzip:gzip; do
    command -v "${pair%:*}" >/dev/null || printf '%s ' "${pair#*:}"
  done
  tar --version 2>/dev/null | grep -q 'GNU tar' || printf 'tar '
  exit
fi

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
home=$(dirname "$here")
dist=$home/dist
work=$home/target/package
log=$work/build.log

umask 022
LC_ALL=C TZ=UTC
export LC_ALL TZ
version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$home/pom.xml")
built_at=$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>:\1:p' "$home/pom.xml")
SOURCE_DATE_EPOCH=$(date -d "$built_at" +%s)
export SOURCE_DATE_EPOCH

chmod -R u+w "$work" 2>/dev/null || true
rm -rf "$work" "$dist"
mkdir -p "$work/source" "$dist"

# run COMMAND…: its output in the log, shown when it fails
run() {
  if ! "$@" >>"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    echo "$log" >&2
    exit 1
  fi
}

# settle FOLDER: every file of one time, one owner's rights, whatever the machine's
settle() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# crlf FILE: with the line ends of Windows, whatever those of the file
crlf() {
  sed 's/\r*$/\r/' "$1"
}

# for_windows FROM TO: what Windows' own tools read: its line ends, its Western code page
for_windows() {
  crlf "$1" | iconv -f UTF-8 -t WINDOWS-1252 >"$2"
}

# ---- the programs, from a copy of the sources: nothing of an earlier build is in them

copy_sources() {
  for module in . cliente-oauth simulator server tests bench; do
    mkdir -p "$work/source/$module"
    cp "$home/$module/pom.xml" "$work/source/$module/"
  done
  for module in cliente-oauth server; do
    mkdir -p "$work/source/$module/src"
    cp -R "$home/$module/src/main" "$work/source/$module/src/"
  done
  cp -R "$home/.mvn" "$work/source/"
}

build_programs() {
  run "$MVN" -B -ntp -f "$work/source/pom.xml" -Dquick -Dpackage -Dmaven.test.skip=true -pl cliente-oauth,server -am package
}

# ---- the folder ClienteOauth

folder=$work/ClienteOauth

build_folder() {
  library=$work/source/cliente-oauth
  mkdir -p "$folder/lib" "$folder/ejemplo" "$folder/ejemplos"
  cp "$library/target/cliente-oauth-$version.jar" "$library"/target/lib/*.jar "$folder/lib/"
  run "$JAVA_HOME/bin/javadoc" -quiet -notimestamp -Xdoclint:none --release 17 -locale en -encoding UTF-8 -docencoding UTF-8 \
    -charset UTF-8 -windowtitle "Valija: ClienteOauth $version" -classpath "$folder/lib/*" \
    -sourcepath "$library/src/main/java" -subpackages org.valija -d "$folder/doc"
  run "$JAVA_HOME/bin/java" "$here/Licences.java" "$library/target/sbom.xml" "$folder/lib" "$folder/licencias"
  cp "$home/LICENSE" "$home/NOTICE" "$folder/licencias/"

  mkdir -p "$work/ejemplo"
  run "$JAVA_HOME/bin/javac" --release 17 -proc:none -cp "$folder/lib/*" -d "$work/ejemplo" "$here/ClienteOauth/ejemplo/Ejemplo.java"
  run "$JAVA_HOME/bin/jar" --create --date "$built_at" --file "$folder/ejemplo/ejemplo.jar" -C "$work/ejemplo" .
  cp "$here/ClienteOauth/ejemplo/Ejemplo.java" "$here/ClienteOauth/ejemplo/ejemplo.sh" "$folder/ejemplo/"
  for name in LEEME.txt ClienteOauth.wsc enlace.js ejemplo/ejemplo.cmd ejemplo/ejemplo.properties; do
    for_windows "$here/ClienteOauth/$name" "$folder/$name"
  done
  for example in "$here"/ClienteOauth/ejemplos/*; do
    for_windows "$example" "$folder/ejemplos/${example##*/}"
  done
  # As regedit itself writes them: in UTF-16.
  for name in valija.reg valija-quitar.reg; do
    { printf '\377\376' && crlf "$here/ClienteOauth/$name" | iconv -f UTF-8 -t UTF-16LE; } >"$folder/$name"
  done
  settle "$folder"
  chmod +x "$folder/ejemplo/ejemplo.sh"
  cp -Rp "$folder" "$dist/"
}

# ---- the service, for any system with a Java 25

service=$work/valija-$version

build_service() {
  mkdir -p "$service/bin" "$service/docs"
  cp -R "$work/source/server/target/app" "$service/app"
  cp "$here/server/valija" "$service/bin/"
  crlf "$here/server/valija.cmd" >"$service/bin/valija.cmd"
  cp "$home/LICENSE" "$home/NOTICE" "$home"/docs/*.md "$service/docs/"
  mv "$service/docs/LICENSE" "$service/docs/NOTICE" "$service/"
  cp -R "$home/docs/images" "$home/docs/guia" "$service/docs/"
  run "$JAVA_HOME/bin/java" "$here/Licences.java" "$work/source/server/target/sbom.xml" "$service/app/lib" "$service/licencias"
  cp -Rp "$folder" "$service/"
  # The same jars serve both; the archives hold them once.
  for jar in "$service"/ClienteOauth/lib/*.jar; do
    if cmp -s "$jar" "$service/app/lib/${jar##*/}"; then
      ln -f "$jar" "$service/app/lib/${jar##*/}"
    fi
  done
  settle "$service"
  chmod +x "$service/bin/valija" "$service/ClienteOauth/ejemplo/ejemplo.sh"
}

build_archives() {
  name=valija-$version
  tar --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    -C "$work" -c "$name" | gzip -9n >"$dist/$name.tar.gz"
  (cd "$work" && find "$name" -type f | sort >"$work/zip.list")
  (cd "$work" && run "$JAVA_HOME/bin/jar" --create --no-manifest --date "$built_at" --file "$dist/$name.zip" "@$work/zip.list")
}

# ---- the .deb, with a Java of its own

modules=java.se,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.localedata,jdk.management,jdk.naming.dns
modules=$modules,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs

build_deb() {
  root=$work/deb
  debian_version=$(echo "$version" | sed 's/-SNAPSHOT/~snapshot/')
  mkdir -p "$root/DEBIAN" "$root/opt" "$root/usr/bin" "$root/lib/systemd/system" "$root/etc/valija" "$root/usr/share/doc/valija"
  cp -a "$service" "$root/opt/valija"
  rm -r "$root/opt/valija/bin/valija.cmd" "$root/opt/valija/docs"
  run "$JAVA_HOME/bin/jlink" --add-modules "$modules" --include-locales=en,es --strip-debug --no-header-files --no-man-pages \
    --compress zip-6 --output "$root/opt/valija/runtime"
  cp -R "$service"/docs/* "$root/usr/share/doc/valija/"
  cp "$here/deb/valija" "$root/usr/bin/"
  cp "$here/deb/valija.service" "$root/lib/systemd/system/"
  cp "$here/deb/valija.yaml" "$root/etc/valija/"
  {
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\n'
    printf 'Copyright: 2026 the Valija authors\nLicense: Apache-2.0\n'
    printf ' See /usr/share/common-licenses/Apache-2.0. What is used, and under which licence, is in\n'
    printf ' /opt/valija/licencias and /opt/valija/runtime/legal.\n'
  } >"$root/usr/share/doc/valija/copyright"
  settle "$root"
  chmod +x "$root/usr/bin/valija"
  size=$(du -sk --apparent-size "$root" | cut -f 1)
  sed -e "s/@VERSION@/$debian_version/" -e "s/@SIZE@/$size/" "$here/deb/control" >"$root/DEBIAN/control"
  cp "$here/deb/conffiles" "$here/deb/postinst" "$here/deb/prerm" "$here/deb/postrm" "$root/DEBIAN/"
  (cd "$root" && find etc lib opt usr -type f | sort | xargs -d '\n' md5sum >DEBIAN/md5sums)
  chmod 0755 "$root/DEBIAN" "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
  settle "$root/DEBIAN"
  run dpkg-deb --root-owner-group -Zgzip --build "$root" "$dist/valija_${debian_version}_amd64.deb"
}

# ---- the Windows installer

build_windows() {
  stage=$work/windows
  mkdir -p "$stage" "$work/lists"
  cp -Rp "$service"/. "$stage/"
  rm "$stage/bin/valija" "$stage/ClienteOauth/ejemplo/ejemplo.sh"
  settle "$stage"
  (cd "$stage" && find . -mindepth 1 -type d | sort | sed 's:^\./::') >"$work/lists/folders"
  (cd "$stage" && find . -type f | sort | sed 's:^\./::') >"$work/lists/files"
  awk -v stage="$stage" '
    { folder = ""; if (match($0, /.*\//)) folder = substr($0, 1, RLENGTH - 1)
      gsub("/", "\\", folder)
      if (NR == 1 || folder != last) print "SetOutPath \"$INSTDIR" (folder == "" ? "" : "\\" folder) "\""
      last = folder
      name = $0; gsub(/\$/, "$$", name); print "File \"" stage "/" name "\"" }' "$work/lists/files" >"$work/lists/install.nsh"
  {
    awk '{ gsub("/", "\\"); gsub(/\$/, "$$"); print "Delete \"$INSTDIR\\" $0 "\"" }' "$work/lists/files"
    sort -r "$work/lists/folders" | awk '{ gsub("/", "\\"); print "RMDir \"$INSTDIR\\" $0 "\"" }'
  } >"$work/lists/uninstall.nsh"
  run makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$version" "-DVERSION_NUMBERS=${version%%-*}" "-DSTAGE=$stage" \
    "-DLISTS=$work/lists" "-DOUT=$dist/valija-$version-setup.exe" "$here/windows/valija.nsi"
}

copy_sources
build_programs
build_folder
build_service
build_archives
build_deb
build_windows
cp "$work/source/cliente-oauth/target/sbom.json" "$dist/cliente-oauth-$version.cdx.json"
cp "$work/source/server/target/sbom.json" "$dist/valija-$version.cdx.json"
(cd "$dist" && find . -type f ! -name SHA256SUMS | sed 's:^\./::' | sort | xargs -d '\n' sha256sum >"$work/sums" &&
  mv "$work/sums" SHA256SUMS)
(cd "$dist" && ls -1)
