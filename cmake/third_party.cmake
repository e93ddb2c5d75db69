# Code of others, compiled without our warnings: ssc_json, ssc_imgui.
include(toolchain_paths)
ssc_require_tool(imgui)
ssc_require_tool(json)

# Only this one folder is linked: /usr/include must never reach an Emscripten include path.
set(ssc_third_party "${CMAKE_BINARY_DIR}/third_party/include")
file(MAKE_DIRECTORY "${ssc_third_party}")
file(CREATE_LINK "${SSC_TOOL_json}" "${ssc_third_party}/nlohmann" SYMBOLIC)
add_library(ssc_json INTERFACE)
target_include_directories(ssc_json SYSTEM INTERFACE "${ssc_third_party}")
target_compile_definitions(ssc_json INTERFACE JSON_NOEXCEPTION JSON_USE_IMPLICIT_CONVERSIONS=0)

add_library(ssc_imgui STATIC
  "${SSC_TOOL_imgui}/imgui.cpp" "${SSC_TOOL_imgui}/imgui_draw.cpp"
  "${SSC_TOOL_imgui}/imgui_tables.cpp" "${SSC_TOOL_imgui}/imgui_widgets.cpp")
target_include_directories(ssc_imgui SYSTEM PUBLIC "${SSC_TOOL_imgui}")
target_compile_definitions(ssc_imgui PUBLIC
  IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS)
target_compile_options(ssc_imgui PRIVATE -fno-exceptions -w)
if(EXISTS "${CMAKE_SOURCE_DIR}/src/view/imgui_config.hpp")
  target_compile_definitions(ssc_imgui PUBLIC IMGUI_USER_CONFIG="view/imgui_config.hpp")
  target_include_directories(ssc_imgui PUBLIC "${CMAKE_SOURCE_DIR}/src")
endif()
