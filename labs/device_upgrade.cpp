// What other software makes of what a unit keeps: images that run on it, the sealed store, the
// activation key of old.
#include <cctype>

#include <fmt/format.h>

#include "labs/device.hpp"

namespace lab {

// Software older than the hardware does not boot on it.
bool Device::runs(const File& image) const {
    const auto version = grammar::read_version(image.version);
    return version && around_.library.runs(chassis_.platform, *version, chassis_.model);
}

// An older agent cannot read what a newer one sealed: to it the unit never registered. What the
// authority knows of it is the authority's, which is why registering anew takes `force`.
void Device::open_store() {
    constexpr const char* form = "trust-store";
    const int own = profile_->has_number(form) ? static_cast<int>(profile_->number(form)) : 0;
    if (own < chassis_.store_form) {
        const auto last = chassis_.agent.last_request;
        chassis_.agent = {};
        chassis_.agent.last_request = last;  // an answer to the other agent is none to this one
    }
    chassis_.store_form = own;
}

// -- the activation key ---------------------------------------------------------------------------

std::string Device::issued_key() const {
    const licensing::Chance mix(0);
    std::string key;
    for (std::uint64_t part = 0; part < 5; ++part) {
        const auto bits = mix.draw(chassis_.udi.serial, "activation-key", part) & 0xffffffffU;
        key += fmt::format("{}0x{:08x}", part ? " " : "", bits);
    }
    return key;
}

bool Device::take_activation_key(const std::string& typed) {
    std::string key;
    for (const char c : typed)
        key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (key != issued_key()) return false;
    chassis_.activation_key = key;
    return true;
}

bool Device::holds_activation_key() const {
    return profile_->has("activation-key") && !chassis_.activation_key.empty();
}

}  // namespace lab
