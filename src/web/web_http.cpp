#include "web/web_http.hpp"

#include <utility>

namespace ssc::web {
namespace {

const char* method_name(api::Method method) {
  switch (method) {
    case api::Method::kGet:
      return "GET";
    case api::Method::kPost:
      return "POST";
    case api::Method::kPut:
      return "PUT";
    case api::Method::kDelete:
      return "DELETE";
  }
  return "GET";
}

}  // namespace

WebHttp::WebHttp(emscripten::val glue, Sink sink) : glue_(std::move(glue)), sink_(std::move(sink)) {}

void WebHttp::send(RequestId id, const api::Request& request, const std::string& access_token) {
  const api::HttpRequest http = api::encode(request);
  in_flight_.insert_or_assign(id, request);
  glue_.call<void>("send", id.number, std::string(method_name(http.method)), http.path, http.body,
                   http.needs_token ? access_token : std::string());
}

void WebHttp::answered(RequestId id, int status, const std::string& body) {
  const auto found = in_flight_.find(id);
  if (found == in_flight_.end()) return;
  api::Request request = std::move(found->second);
  in_flight_.erase(found);
  Result<api::Reply> reply = api::decode(request, {.status = status, .body = body});
  sink_(events::HttpAnswered{.id = id, .request = std::move(request), .reply = std::move(reply)});
}

}  // namespace ssc::web
