#include "web/web_socket.hpp"

#include <utility>

#include <emscripten/websocket.h>

namespace ssc::web {
namespace {

constexpr unsigned short kNormalClosure = 1000;
constexpr unsigned short kOpenState = 1;
// More than this waiting to be sent means that the line is dead long before the heartbeat says so.
constexpr std::size_t kMaxBufferedBytes = 2'000'000;

}  // namespace

struct WebSocketPort::Connection {
  WebSocketPort& port;
  SocketGeneration generation;
  EMSCRIPTEN_WEBSOCKET_T handle = 0;

  ~Connection() {
    if (handle <= 0) return;
    // Deleting does not close: it only takes the handlers off and frees the handle.
    emscripten_websocket_close(handle, kNormalClosure, nullptr);
    emscripten_websocket_delete(handle);
  }

  static bool opened(int, const EmscriptenWebSocketOpenEvent*, void* self) {
    auto& connection = *static_cast<Connection*>(self);
    connection.port.sink_(events::SocketOpened{connection.generation});
    return true;
  }

  static bool received(int, const EmscriptenWebSocketMessageEvent* event, void* self) {
    auto& connection = *static_cast<Connection*>(self);
    if (!event->isText || event->numBytes == 0) return true;
    // numBytes counts the terminating NUL; the data lives only during this call.
    std::string text(reinterpret_cast<const char*>(event->data), event->numBytes - 1);
    connection.port.sink_(events::SocketReceived{connection.generation, std::move(text)});
    return true;
  }

  static bool closed(int, const EmscriptenWebSocketCloseEvent*, void* self) {
    auto& connection = *static_cast<Connection*>(self);
    connection.port.drop(connection);
    return true;
  }
};

WebSocketPort::WebSocketPort(std::string url, Sink sink) : url_(std::move(url)), sink_(std::move(sink)) {}

WebSocketPort::~WebSocketPort() = default;

void WebSocketPort::open(SocketGeneration generation) {
  connection_ = std::make_unique<Connection>(*this, generation);
  EmscriptenWebSocketCreateAttributes attributes{};
  attributes.url = url_.c_str();
  attributes.createOnMainThread = true;
  connection_->handle = emscripten_websocket_new(&attributes);
  if (connection_->handle <= 0) return drop(*connection_);
  emscripten_websocket_set_onopen_callback(connection_->handle, connection_.get(), &Connection::opened);
  emscripten_websocket_set_onmessage_callback(connection_->handle, connection_.get(), &Connection::received);
  // The error event says nothing that the close event after it does not.
  emscripten_websocket_set_onclose_callback(connection_->handle, connection_.get(), &Connection::closed);
}

void WebSocketPort::send(SocketGeneration generation, const std::string& text) {
  if (!connection_ || connection_->generation != generation) return;
  unsigned short ready_state = 0;
  emscripten_websocket_get_ready_state(connection_->handle, &ready_state);
  if (ready_state != kOpenState) return;
  std::size_t buffered = 0;
  emscripten_websocket_get_buffered_amount(connection_->handle, &buffered);
  if (buffered > kMaxBufferedBytes) return drop(*connection_);
  emscripten_websocket_send_utf8_text(connection_->handle, text.c_str());
}

void WebSocketPort::close(SocketGeneration generation) {
  if (connection_ && connection_->generation == generation) connection_.reset();
}

void WebSocketPort::drop(Connection& connection) {
  const SocketGeneration generation = connection.generation;
  connection_.reset();
  sink_(events::SocketClosed{generation});
}

}  // namespace ssc::web
