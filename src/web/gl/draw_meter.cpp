#include "web/gl/draw_meter.hpp"

#include <GLES3/gl3.h>
#include <emscripten/eventloop.h>

#include <utility>

namespace ssc::web {
namespace {

constexpr double kLookEveryMs = 2;

}  // namespace

DrawMeter::DrawMeter(const ports::Clock& clock, std::function<void(Duration)> measured)
    : clock_(clock), measured_(std::move(measured)) {}

DrawMeter::~DrawMeter() {
  if (timer_ != 0) emscripten_clear_timeout(timer_);
  forget_fence();
}

void DrawMeter::measure(Instant start) {
  start_ = start;
  fence_ = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
  glFlush();
  if (busy()) look_again_soon();
}

// A fence is only found passed in a later task than the one that set it.
void DrawMeter::look_again_soon() {
  timer_ = emscripten_set_timeout([](void* self) { static_cast<DrawMeter*>(self)->look(); }, kLookEveryMs, this);
}

void DrawMeter::look() {
  timer_ = 0;
  const GLenum state = glClientWaitSync(fence_, 0, 0);
  if (state == GL_TIMEOUT_EXPIRED) {
    look_again_soon();
    return;
  }
  forget_fence();
  if (state != GL_WAIT_FAILED) measured_(clock_.now() - start_);  // failed: the context was lost
}

void DrawMeter::forget_fence() {
  if (fence_ != nullptr) glDeleteSync(std::exchange(fence_, nullptr));
}

}  // namespace ssc::web
