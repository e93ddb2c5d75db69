# How our own code is compiled: `ssc_options` for everything of ours, `ssc_client_options`
# in addition for src/. Third-party code gets neither.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(SSC_SANITIZE "" CACHE STRING "Comma-separated sanitizers for native builds")
option(SSC_FUZZ "Build the libFuzzer programs instead of the tests" OFF)

add_library(ssc_options INTERFACE)
target_compile_options(ssc_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wswitch-enum -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  # Designated initializers name the members that differ from their defaults.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees overlaps and uninitialised reads in inlined std::string and std::variant code
  # that are not there (gcc.gnu.org bugs 105651, 105593).
  target_compile_options(ssc_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
else()
  target_compile_options(ssc_options INTERFACE -Wno-missing-designated-field-initializers)
endif()

# No exception is thrown or needed in src/; tests keep them, GoogleTest wants them.
add_library(ssc_client_options INTERFACE)
target_link_libraries(ssc_client_options INTERFACE ssc_options)
target_compile_options(ssc_client_options INTERFACE -fno-exceptions)

if(SSC_SANITIZE)
  add_compile_options(-fsanitize=${SSC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1 -O1)
  add_link_options(-fsanitize=${SSC_SANITIZE})
endif()

if(EMSCRIPTEN)
  # CMake hands these to the link as well. Every browser with WebGL 2 and WebRTC has the two instruction sets, which
  # save the checks around conversions of floats and the loops of copies.
  set(CMAKE_CXX_FLAGS_MINSIZEREL "-Oz -flto -mnontrapping-fptoint -mbulk-memory")
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
  # At link as well: it selects the Embind library whose type ids match ours. (-fno-exceptions
  # must stay out of the link: it would refuse the system libraries' own references.)
  add_compile_options(-fno-rtti)
  add_link_options(-fno-rtti)
  # Embind without RTTI has no names for types that were never bound.
  add_compile_definitions(EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
else()
  set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1 -D_GLIBCXX_ASSERTIONS")
endif()
