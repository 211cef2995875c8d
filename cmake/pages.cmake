# Man pages and completions, as the program prints them of itself.

set(WRIT_PAGES ${PROJECT_BINARY_DIR}/pages)
add_custom_command(OUTPUT ${WRIT_PAGES}/writ.1
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:writ> -DPAGES=${WRIT_PAGES}
          -P ${PROJECT_SOURCE_DIR}/cmake/write_pages.cmake
  DEPENDS writ ${PROJECT_SOURCE_DIR}/cmake/write_pages.cmake VERBATIM)
add_custom_target(writ_pages ALL DEPENDS ${WRIT_PAGES}/writ.1)

install(DIRECTORY ${WRIT_PAGES}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")
install(FILES ${WRIT_PAGES}/writ.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME writ)
install(FILES ${WRIT_PAGES}/writ.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _writ)
install(FILES ${WRIT_PAGES}/writ.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
