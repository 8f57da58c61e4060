// Echoes by hand, one after the other: what every ping does between its first line and its last.
#pragma once

#include <string>

#include "labs/network.hpp"
#include "modes/actions.hpp"

namespace modes {

// What is asked for, and how it fared so far.
struct Echoes {
    std::string address;
    lab::From from;
    long count = 5;
    licensing::Span timeout{};
    bool refused = false;  // a router on the way says so
    long sent = 0, back = 0;
    licensing::Span sum{}, shortest{}, longest{};
};

// Sends the next one and those after it, one a wait; ends with `ping.tail`. Ctrl-C ends it early.
Reply echo_on(Context& c, Echoes echoes);

}  // namespace modes
