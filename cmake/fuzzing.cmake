# Each tests/fuzz/NAME.cpp becomes a libFuzzer program ssc_fuzz_NAME; `fuzzers` is all of them. What is fuzzed are
# the decoders of outside input and the machines behind them, so the programs stop at the layers of protocol, call and
# session, and `fuzzers` builds no more than those.
add_custom_target(fuzzers)
file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/fuzz/*.cpp")
foreach(source IN LISTS sources)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(ssc_fuzz_${name} "${source}")
  target_link_libraries(ssc_fuzz_${name} PRIVATE ssc_options ssc_call ssc_session)
  target_include_directories(ssc_fuzz_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_link_options(ssc_fuzz_${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzzers ssc_fuzz_${name})
endforeach()
