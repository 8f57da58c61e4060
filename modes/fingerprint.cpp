#include "modes/fingerprint.hpp"

#include <type_traits>

#include "labs/describe.hpp"
#include "labs/kinds.hpp"

namespace modes {
namespace {

// FNV-1a over values, or over all fields that describe() names.
class Sum {
public:
    template <class T> void operator()(const char*, T& field) { add(field); }

    template <class T> void add(T& x) {
        if constexpr (lab::is_time<std::remove_const_t<T>>::value) {
            number(static_cast<std::uint64_t>(x.time_since_epoch().count()));
        } else if constexpr (std::is_same_v<std::remove_const_t<T>, licensing::Span>) {
            number(static_cast<std::uint64_t>(x.count()));
        } else if constexpr (std::is_enum_v<T> || std::is_arithmetic_v<T>) {
            number(static_cast<std::uint64_t>(x));
        } else if constexpr (std::is_same_v<std::remove_const_t<T>, std::string>) {
            text(x);
        } else if constexpr (lab::is_optional<std::remove_const_t<T>>::value) {
            number(x.has_value() ? 1 : 0);
            if (x) add(*x);
        } else if constexpr (lab::is_vector<std::remove_const_t<T>>::value) {
            number(x.size());
            for (auto& item : x) add(item);
        } else if constexpr (lab::is_variant<std::remove_const_t<T>>::value) {
            number(x.index());
            std::visit([&](auto& held) { add(held); }, x);
        } else {
            describe(*this, x);
        }
    }
    // Of what describe() is to visit it takes a copy, for it wants to be free to change it.
    template <class T> void add_copy(T x) { add(x); }

    std::uint64_t sum() const { return sum_; }

private:
    void byte(unsigned char value) { sum_ = (sum_ ^ value) * 0x100000001b3U; }
    void number(std::uint64_t value) {
        for (int at = 0; at < 8; ++at, value >>= 8U) byte(static_cast<unsigned char>(value));
    }
    void text(const std::string& value) {
        number(value.size());
        for (const char c : value) byte(static_cast<unsigned char>(c));
    }

    std::uint64_t sum_ = 0xcbf29ce484222325U;
};

void add_configuration(Sum& sum, lab::Device& device, const std::string& partition) {
    const lab::Device::Stay stay(device, partition);
    const auto lines = device.configuration_lines(false);
    sum.add(lines);
}

// To ask is to alter nothing: an exchange that is on its way, and how earlier ones of its kind
// went, are left out; what comes of it the agent does by itself. To give a registration back is
// more.
licensing::AgentState settled(licensing::AgentState state) {
    if (state.awaited_purpose != licensing::Purpose::deregistration) {
        state.awaited.reset();
        state.awaited_purpose = {};
    }
    state.reply_by.reset();
    state.last_request = 0;
    state.authorization_failures = state.renewal_failures = 0;
    state.communicated.reset();
    state.next_communication.reset();
    state.renewed.reset();
    state.next_renewal.reset();
    return state;
}

Fingerprint fingerprint(lab::Device& device) {
    Fingerprint found;
    found.device = device.name();
    const auto& chassis = device.chassis();
    Sum configuration;
    Sum startup;
    Sum written;
    Sum licensing;
    add_configuration(configuration, device, {});
    startup.add(chassis.startup);
    startup.add(chassis.multiple);
    written.add(chassis.saved);
    for (const auto& partition : device.running().partitions) {
        add_configuration(configuration, device, partition.name);
        const auto* file = device.file(partition.loaded);
        if (!file) continue;
        startup.add(file->text);
        written.add(file->written);
    }
    configuration.add(chassis.clock_offset);
    configuration.add(chassis.trust_pool);
    configuration.add(device.running().key_pair);
    configuration.add(device.running().keys_removed);
    // While it is down its agent is in the sealed store.
    licensing.add_copy(settled(device.agent() ? device.agent()->state() : chassis.agent));
    if (device.policy()) licensing.add_copy(device.policy()->state());
    licensing.add_copy(chassis.manager);
    licensing.add(chassis.activation_key);
    found.configuration = configuration.sum();
    found.startup = startup.sum();
    found.written = written.sum();
    found.licensing = licensing.sum();
    return found;
}

}  // namespace

std::vector<Fingerprint> fingerprints(lab::Lab& lab) {
    std::vector<Fingerprint> all;
    for (const auto& device : lab.devices()) all.push_back(fingerprint(*device));
    return all;
}

std::uint64_t network_fingerprint(lab::Lab& lab) {
    Sum sum;
    sum.add_copy(lab.network().state());
    return sum.sum();
}

}  // namespace modes
