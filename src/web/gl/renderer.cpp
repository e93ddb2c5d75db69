#include "web/gl/renderer.hpp"

#include <GLES3/gl3.h>
#include <emscripten/html5_webgl.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "shaders/embedded.hpp"
#include "web/gl/program.hpp"

namespace ssc::web {
namespace {

constexpr GLuint kPosition = 0, kUv = 1, kColor = 2;
constexpr int kBackdropCells = 40;

struct Rgb {
  float r = 0, g = 0, b = 0;
};

Rgb rgb_of(std::uint32_t abgr) {
  const auto channel = [abgr](int shift) { return static_cast<float>((abgr >> shift) & 0xFFu) / 255.0f; };
  return {channel(0), channel(8), channel(16)};
}

// Shapes are drawn with it, and erased.
GLuint make_white_pixel() {
  constexpr std::array<unsigned char, 4> kWhite{255, 255, 255, 255};
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, kWhite.data());
  ImGui::GetIO().Fonts->SetTexID(texture);
  return texture;
}

void point_attributes(std::size_t first_vertex) {
  constexpr GLsizei kStride = sizeof(ImDrawVert);
  const std::size_t base = first_vertex * sizeof(ImDrawVert);
  const auto offset = [base](std::size_t member) { return reinterpret_cast<const void*>(base + member); };
  glVertexAttribPointer(kPosition, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(kUv, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(kColor, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, offset(offsetof(ImDrawVert, col)));
}

// Clip rectangles are in CSS px; GL counts device px from the bottom.
void set_scissor(const ImVec4& clip, const Picture& picture) {
  const float scale_x = static_cast<float>(picture.pixel_width) / picture.width;
  const float scale_y = static_cast<float>(picture.pixel_height) / picture.height;
  const auto left = static_cast<int>(std::floor(clip.x * scale_x));
  const auto top = static_cast<int>(std::floor(clip.y * scale_y));
  const auto right = static_cast<int>(std::ceil(clip.z * scale_x));
  const auto bottom = static_cast<int>(std::ceil(clip.w * scale_y));
  glScissor(left, picture.pixel_height - bottom, std::max(0, right - left), std::max(0, bottom - top));
}

}  // namespace

struct Renderer::Objects {
  Program ui{shaders::k_ui_vert, shaders::k_ui_frag};
  Program backdrop{shaders::k_backdrop_vert, shaders::k_backdrop_frag};
  GLuint white = make_white_pixel();
  GLuint vertices = 0, indices = 0, arrays = 0;
  int ui_size = ui.uniform("u_size");
  int from = backdrop.uniform("u_from"), to = backdrop.uniform("u_to"), glow = backdrop.uniform("u_glow");
  int glow_at = backdrop.uniform("u_glow_at"), aspect = backdrop.uniform("u_aspect");
  int time = backdrop.uniform("u_time"), cells = backdrop.uniform("u_cells");

  Objects() {
    glGenVertexArrays(1, &arrays);
    glBindVertexArray(arrays);
    glGenBuffers(1, &vertices);
    glGenBuffers(1, &indices);
    glBindBuffer(GL_ARRAY_BUFFER, vertices);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices);
    for (const GLuint attribute : {kPosition, kUv, kColor}) glEnableVertexAttribArray(attribute);
  }

  ~Objects() {
    const std::array<GLuint, 2> buffers{vertices, indices};
    glDeleteTextures(1, &white);
    glDeleteBuffers(buffers.size(), buffers.data());
    glDeleteVertexArrays(1, &arrays);
  }

  Objects(const Objects&) = delete;
  Objects& operator=(const Objects&) = delete;

  void draw_backdrop(const view::Backdrop& look, const Picture& picture) const {
    const Rgb a = rgb_of(look.from), b = rgb_of(look.to), light = rgb_of(look.glow);
    backdrop.use();
    glUniform3f(from, a.r, a.g, a.b);
    glUniform3f(to, b.r, b.g, b.b);
    glUniform4f(glow, light.r, light.g, light.b, look.glow_strength);
    glUniform2f(glow_at, look.glow_x, look.glow_y);
    glUniform1f(aspect, picture.width / picture.height);
    glUniform1f(time, picture.time_s);
    glUniform1i(cells, kBackdropCells);
    glDisable(GL_BLEND);
    glBindVertexArray(0);  // the net comes without buffers
    glDrawArrays(GL_TRIANGLES, 0, 6 * kBackdropCells * kBackdropCells);
  }

  void draw_lists(const Picture& picture) const {
    ui.use();
    glBindVertexArray(arrays);
    glUniform2f(ui_size, picture.width, picture.height);
    glEnable(GL_BLEND);
    glEnable(GL_SCISSOR_TEST);
    for (const ImDrawList* list : picture.lists->CmdLists) draw_list(*list, picture);
    glDisable(GL_SCISSOR_TEST);
  }

  void draw_list(const ImDrawList& list, const Picture& picture) const {
    glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data, GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data, GL_STREAM_DRAW);
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.ElemCount == 0 || command.UserCallback != nullptr) continue;
      const bool erases = command.GetTexID() == view::kEraseTexture;
      glBlendFunc(erases ? GL_ZERO : GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
      glBindTexture(GL_TEXTURE_2D, erases ? white : static_cast<GLuint>(command.GetTexID()));
      set_scissor(command.ClipRect, picture);
      point_attributes(command.VtxOffset);
      constexpr GLenum kIndexType = sizeof(ImDrawIdx) == 2 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT;
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), kIndexType,
                     reinterpret_cast<const void*>(command.IdxOffset * sizeof(ImDrawIdx)));
    }
  }
};

Renderer::Renderer(const char* canvas) {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = true;
  attributes.premultipliedAlpha = true;
  attributes.antialias = false;
  attributes.depth = false;
  attributes.stencil = false;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(canvas, &attributes);
  if (context <= 0) return;
  emscripten_webgl_make_context_current(context);
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  objects_ = std::make_unique<Objects>();
}

Renderer::~Renderer() = default;

void Renderer::context_lost() { objects_.reset(); }

void Renderer::context_restored() { objects_ = std::make_unique<Objects>(); }

void Renderer::draw(const Picture& picture) {
  if (!usable()) return;
  glViewport(0, 0, picture.pixel_width, picture.pixel_height);
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
  if (picture.backdrop) objects_->draw_backdrop(*picture.backdrop, picture);
  objects_->draw_lists(picture);
}

}  // namespace ssc::web
