// The Engine.IO WebSocket, through Emscripten's WebSocket API. Owns one connection at most; frames are handed on as
// text. Knows nothing of Engine.IO or Socket.IO.
#pragma once

#include <memory>
#include <string>

#include "ports/ports.hpp"
#include "web/sink.hpp"

namespace ssc::web {

class WebSocketPort final : public ports::Socket {
 public:
  /// `url` is a whole ws: or wss: URL that the page's glue has checked.
  WebSocketPort(std::string url, Sink sink);
  ~WebSocketPort() override;

  void open(SocketGeneration generation) override;
  void send(SocketGeneration generation, const std::string& text) override;
  void close(SocketGeneration generation) override;

 private:
  struct Connection;
  void drop(Connection& connection);  // deletes it and reports SocketClosed

  std::string url_;
  Sink sink_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace ssc::web
