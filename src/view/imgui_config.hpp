// Dear ImGui's compile-time settings (IMGUI_USER_CONFIG). Textures are the numbers of ports::TextureImage, and a
// frame may hold more than 65,536 vertices. Knows nothing of the program.
#pragma once

#define ImTextureID ImU64
#define ImDrawIdx unsigned int

#ifdef __EMSCRIPTEN__
// The download is small because of what ImGui is not asked for: no settings are read (sscanf), nothing is formatted
// (imgui_format.cpp), and a failed invariant stops the program without carrying its text.
#include <stdio.h>
#define sscanf(...) 0
#define IMGUI_DISABLE_DEFAULT_FORMAT_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IM_ASSERT(condition)            \
  do {                                  \
    if (!(condition)) __builtin_trap(); \
  } while (false)
#endif
