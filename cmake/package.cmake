# A Debian package: `cpack -G DEB` in the build directory, or `./dev package`.

set(CPACK_PACKAGE_NAME writ)
set(CPACK_PACKAGE_VENDOR "The Writ authors")
set(CPACK_PACKAGE_CONTACT "The Writ authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "declarative policy rule engine")
set(CPACK_PACKAGE_DESCRIPTION "Writ decides by policies that are written as text: eligibility, limits, deadlines,
compensation. They are checked before they run and always end, and every decision comes with its reasons and the time
until which it holds.
The program, the library for C and C++ with its headers, and policies of marketplaces.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
# What the static library stands on; the shared one brings all that it needs.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libfmt-dev, libre2-dev, libcctz-dev, libsimdjson-dev, libtomlplusplus-dev")
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
include(CPack)
