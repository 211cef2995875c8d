# What `cmake --install` lays down: the program, one static library of all rooms with the public headers, the package
# that find_package(writ) reads, and the policies.

include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY WRIT_ROOMS)
if(writ_api IN_LIST rooms)
  list(TRANSFORM rooms REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_library(writ_library STATIC ${objects})
  set_target_properties(writ_library PROPERTIES OUTPUT_NAME writ EXPORT_NAME writ LINKER_LANGUAGE CXX)
  target_compile_features(writ_library INTERFACE cxx_std_20)
  target_include_directories(writ_library INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(writ_library PRIVATE fmt::fmt re2::re2 cctz::cctz simdjson::simdjson Threads::Threads)

  install(TARGETS writ_library EXPORT writTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT writTargets NAMESPACE writ:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/writ)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/engine/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
          FILES_MATCHING PATTERN "*.hpp")
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/writConfig.cmake.in ${PROJECT_BINARY_DIR}/writConfig.cmake
    INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/writ)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/writConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/writConfig.cmake ${PROJECT_BINARY_DIR}/writConfigVersion.cmake
                ${PROJECT_SOURCE_DIR}/cmake/Findre2.cmake ${PROJECT_SOURCE_DIR}/cmake/Findcctz.cmake
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/writ)
endif()

if(TARGET writ)
  install(TARGETS writ RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/writ)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
