#include "web/web_storage.hpp"

#include <utility>

#include "protocol/json_write.hpp"

namespace ssc::web {

WebStorage::WebStorage(emscripten::val glue) : glue_(std::move(glue)) {}

void WebStorage::save_session(const Tokens& tokens, const Account& account, bool persistent) {
  const User& user = account.user;
  JsonObject json;
  // The site reads `_id ?? id`; after its own sign-in only `id` is there, after its /api/me only `_id`.
  json.text("id", user.id.text).text("_id", user.id.text).text("username", user.username);
  json.text("displayName", user.display_name).text("avatar", user.avatar).text("email", account.email);
  json.flag("premium", user.premium);
  glue_.call<void>("save_session", tokens.access, tokens.refresh, json.finish(), persistent);
}

void WebStorage::forget_session() { glue_.call<void>("forget_session"); }

void WebStorage::keep(const call::SavedPage& page) {
  glue_.call<void>("keep", page.empty() ? std::string() : call::encode(page));
}

void WebStorage::save_setting(std::string_view key, std::string_view value) {
  glue_.call<void>("save_setting", std::string(key), std::string(value));
}

}  // namespace ssc::web
