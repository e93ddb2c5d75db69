#include "protocol/json_read.hpp"

#ifndef JSON_NOEXCEPTION
#define JSON_NOEXCEPTION  // a mistake must abort in native tests just as it would in the browser
#endif
#include <nlohmann/json.hpp>

#include "protocol/date.hpp"
#include "protocol/json_scan.hpp"

namespace ssc {

void JsonDelete::operator()(const Json* document) const { delete document; }

JsonDocument parse_json(std::string_view text, std::size_t max_bytes) {
  // The library's parser does not recurse, but copying a document does: hence the depth check first.
  if (text.size() > max_bytes || !is_json_value(text)) return nullptr;
  Json document;
  // What Json::parse does without a callback; asked for itself, it does not bring the parser for callbacks along.
  nlohmann::detail::json_sax_dom_parser<Json> builder(document, false);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) return nullptr;
  return JsonDocument(new Json(std::move(document)));
}

bool is_null(const Json& value) { return value.is_null(); }

const std::string* as_text(const Json& value) { return value.get_ptr<const std::string*>(); }

std::optional<std::vector<const Json*>> elements_of(const Json& value) {
  const auto* array = value.get_ptr<const Json::array_t*>();
  if (array == nullptr) return std::nullopt;
  std::vector<const Json*> elements;
  elements.reserve(array->size());
  for (const Json& element : *array) elements.push_back(&element);
  return elements;
}

std::optional<std::vector<std::pair<std::string_view, const Json*>>> members_of(const Json& value) {
  const auto* object = value.get_ptr<const Json::object_t*>();
  if (object == nullptr) return std::nullopt;
  std::vector<std::pair<std::string_view, const Json*>> members;
  members.reserve(object->size());
  for (const auto& [key, member] : *object) members.emplace_back(key, &member);
  return members;
}

ObjectReader::ObjectReader(const Json* value) : object_(value), ok_(value != nullptr && value->is_object()) {}

const Json* ObjectReader::find(std::string_view key) const {
  if (!ok_) return nullptr;
  const auto* object = object_->get_ptr<const Json::object_t*>();
  const auto found = object->find(key);
  return found == object->end() || found->second.is_null() ? nullptr : &found->second;
}

std::string ObjectReader::text(std::string_view key, std::size_t max_bytes) {
  std::string value = optional_text(key, max_bytes);
  if (value.empty()) fail();
  return value;
}

std::string ObjectReader::optional_text(std::string_view key, std::size_t max_bytes) {
  const Json* member = find(key);
  if (member == nullptr) return {};
  const std::string* value = as_text(*member);
  if (value == nullptr || value->size() > max_bytes) {
    fail();
    return {};
  }
  return *value;
}

bool ObjectReader::flag(std::string_view key) {
  if (find(key) == nullptr) fail();
  return optional_flag(key, false);
}

bool ObjectReader::optional_flag(std::string_view key, bool fallback) {
  const Json* member = find(key);
  if (member == nullptr) return fallback;
  const auto* value = member->get_ptr<const bool*>();
  if (value == nullptr) fail();
  return value != nullptr && *value;
}

int ObjectReader::optional_whole(std::string_view key, int fallback, int max) {
  const Json* member = find(key);
  if (member == nullptr) return fallback;
  // A number of any of the library's kinds fits a double closely enough to be compared with an int's range.
  double value = -1;
  if (const auto* real = member->get_ptr<const double*>()) {
    value = *real;
  } else if (const auto* positive = member->get_ptr<const std::uint64_t*>()) {
    value = static_cast<double>(*positive);
  }
  if (!(value >= 0 && value <= max)) {
    fail();
    return fallback;
  }
  return static_cast<int>(value);
}

WallTime ObjectReader::date(std::string_view key) {
  if (find(key) == nullptr) fail();
  return optional_date(key);
}

WallTime ObjectReader::optional_date(std::string_view key) {
  const Json* member = find(key);
  if (member == nullptr) return {};
  const std::string* value = as_text(*member);
  const std::optional<WallTime> date = value == nullptr ? std::nullopt : parse_date(*value);
  if (!date) fail();
  return date.value_or(WallTime{});
}

}  // namespace ssc
