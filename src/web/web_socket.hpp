// The connection to Socket.IO as the glue carries it: a WebSocket or HTTP requests. Turns calls into the glue's and its
// reports into events. Knows nothing of Engine.IO or Socket.IO.
#pragma once

#include <string>

#include <emscripten/val.h>

#include "ports/ports.hpp"
#include "web/sink.hpp"

namespace ssc::web {

class WebSocketPort final : public ports::Socket {
 public:
  /// `glue`: web/glue/socket.js.
  explicit WebSocketPort(emscripten::val glue);

  void open(SocketGeneration generation, const std::string& sid) override;
  void drop(SocketGeneration generation) override;
  void send(SocketGeneration generation, const std::string& text) override;
  void poll(SocketGeneration generation, const std::string& sid) override;
  void post(SocketGeneration generation, const std::string& sid, const std::string& body) override;
  void close(SocketGeneration generation) override;

 private:
  emscripten::val glue_;
};

}  // namespace ssc::web
