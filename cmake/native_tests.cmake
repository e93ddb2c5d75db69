# tests/unit, tests/sim and tests/view become one GoogleTest program each.
find_package(GTest REQUIRED)
include(GoogleTest)
enable_testing()

foreach(suite unit sim view)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/${suite}/*.cpp")
  if(NOT sources)
    continue()
  endif()
  set(program ssc_${suite}_tests)
  add_executable(${program} ${sources})
  target_link_libraries(${program} PRIVATE ssc_options ssc_sim GTest::gmock GTest::gtest_main)
  if(NOT suite STREQUAL "sim")
    target_link_libraries(${program} PRIVATE ssc_shell ssc_view)
  endif()
  target_include_directories(${program} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  # Optimising sanitized tests doubles their build time and buys nothing: what they test is optimised.
  target_compile_options(${program} PRIVATE -O0)
  target_compile_definitions(${program} PRIVATE SSC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  gtest_discover_tests(${program} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endforeach()

# The simulation's own program, for many seeds (tests/storms).
add_executable(ssc_storms "${CMAKE_SOURCE_DIR}/tests/storms/main.cpp")
target_link_libraries(ssc_storms PRIVATE ssc_options ssc_sim)
