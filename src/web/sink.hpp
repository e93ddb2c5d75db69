// Where the ports of the browser put what happened. Owns nothing; the Store behind it queues.
#pragma once

#include <functional>

#include "app/events.hpp"

namespace ssc::web {

using Sink = std::function<void(AppEvent)>;

}  // namespace ssc::web
