# Takes the Emscripten that tools/setup found or fetched.
include("${CMAKE_CURRENT_LIST_DIR}/toolchain_paths.cmake")
ssc_require_tool(emscripten_bin)
set(EMSCRIPTEN_ROOT_PATH "${SSC_TOOL_emscripten_root}")
include("${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake")

# The wrappers there fix the configuration, whatever the caller's environment says.
set(CMAKE_C_COMPILER "${SSC_TOOL_emscripten_bin}/emcc")
set(CMAKE_CXX_COMPILER "${SSC_TOOL_emscripten_bin}/em++")
set(CMAKE_AR "${SSC_TOOL_emscripten_bin}/emar")
set(CMAKE_RANLIB "${SSC_TOOL_emscripten_bin}/emranlib")
