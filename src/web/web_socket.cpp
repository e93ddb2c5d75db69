#include "web/web_socket.hpp"

#include <utility>

namespace ssc::web {

WebSocketPort::WebSocketPort(emscripten::val glue) : glue_(std::move(glue)) {}

void WebSocketPort::open(SocketGeneration generation, const std::string& sid) {
  glue_.call<void>("open", generation.number, sid);
}

void WebSocketPort::drop(SocketGeneration) { glue_.call<void>("drop"); }

void WebSocketPort::send(SocketGeneration generation, const std::string& text) {
  glue_.call<void>("send", generation.number, text);
}

void WebSocketPort::poll(SocketGeneration generation, const std::string& sid) {
  glue_.call<void>("poll", generation.number, sid);
}

void WebSocketPort::post(SocketGeneration generation, const std::string& sid, const std::string& body) {
  glue_.call<void>("post", generation.number, sid, body);
}

void WebSocketPort::close(SocketGeneration) { glue_.call<void>("close"); }

}  // namespace ssc::web
