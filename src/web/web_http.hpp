// REST requests through the browser's fetch. Owns which requests are in flight; knows nothing of tokens beyond
// handing one on, and nothing of what an answer means.
#pragma once

#include <map>

#include <emscripten/val.h>

#include "ports/ports.hpp"
#include "web/sink.hpp"

namespace ssc::web {

class WebHttp final : public ports::Http {
 public:
  /// `glue`: web/glue/http.js.
  WebHttp(emscripten::val glue, Sink sink);

  void send(RequestId id, const api::Request& request, const std::string& access_token) override;

  /// Status 0: no answer (network, time-out).
  void answered(RequestId id, int status, const std::string& body);

 private:
  emscripten::val glue_;
  Sink sink_;
  std::map<RequestId, api::Request> in_flight_;
};

}  // namespace ssc::web
