# What `cmake --install` lays down: the program, the library both ways with its headers, what find_package(writ) and
# pkg-config read, and the policies.

include(CMakePackageConfigHelpers)

set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/writ)
foreach(kind IN ITEMS shared static)
  install(TARGETS writ_${kind} EXPORT writ_${kind} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT writ_${kind} FILE writ_${kind}.cmake NAMESPACE writ:: DESTINATION ${package_directory})
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/engine/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/writConfig.cmake.in ${PROJECT_BINARY_DIR}/writConfig.cmake
  INSTALL_DESTINATION ${package_directory})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/writConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/writConfig.cmake ${PROJECT_BINARY_DIR}/writConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/Findre2.cmake ${PROJECT_SOURCE_DIR}/cmake/Findcctz.cmake
        DESTINATION ${package_directory})
# From where the file lies, so that what is installed may be moved.
file(RELATIVE_PATH up_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/writ.pc.in ${PROJECT_BINARY_DIR}/writ.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/writ.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(TARGETS writ RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/writ)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
