// Something a person typed, and all that came of it: one entry of a journal. It stands here because
// a lab that is put down keeps its journal; who writes it is modes/journal.hpp.
#pragma once

#include <string>
#include <vector>

#include "licensing/time.hpp"

namespace lab {

struct Deed {
    enum class Kind {
        command,
        answer,  // to a question, or a line of a block
        secret,
        key,
        direction,  // to the director
        help,       // `?`
        interrupt
    } kind = Kind::command;
    licensing::Instant at{};
    std::string device;
    std::string line;     // con 0
    std::string prompt;   // what stood before the cursor
    std::string typed;    // secrets masked
    std::string command;  // in full words, secrets masked; empty: none was recognised
    std::string exact;    // the same with its tokens: for judging, and for no report
    bool refused = false;
    std::string screen;                // what came until the next one, its notices too; no prompt
    std::string notices;               // what of it nobody had asked for
    std::vector<std::string> changed;  // whose configuration, startup or licensing it altered
    std::vector<std::string> saved;    // who wrote a startup configuration
    std::vector<std::string> rebooted;
};

// What is shown in place of a secret.
inline constexpr const char* mask = "*****";

// What stands in `changed` for the network between the devices.
inline constexpr const char* changed_network = "@network";

}  // namespace lab
