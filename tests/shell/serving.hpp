// A server in a thread of its own, on the probe's lab or on any other.
#pragma once

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "shell/hall.hpp"
#include "shell/server.hpp"

namespace shell_test {

inline licensing::Span host_clock() {
    return std::chrono::duration_cast<licensing::Span>(
        std::chrono::steady_clock::now().time_since_epoch());
}

// The keys of a host take long to make: tests share theirs.
inline shell::Limits with_keys() {
    shell::Limits limits;
    limits.host_keys = (std::filesystem::temp_directory_path() /
                        ("understudy-test-keys-" + std::to_string(::getuid())))
                           .string();
    return limits;
}

class Serving {
public:
    // A door to each device: its console by Telnet, unless told otherwise. By SSH anybody gets in,
    // where `anybody` does.
    Serving(modes::World& world, modes::Pacer::Manner time, const shell::Limits& limits = {},
            shell::Door::Protocol protocol = shell::Door::Protocol::telnet,
            shell::Door::Line line = shell::Door::Line::console, bool anybody = true)
        : pacer_(world, time),
          hall_("lab", world, pacer_, {.clock = host_clock, .keep = [this] { keep(); }}),
          server_(limits, [this](const shell::Event& event) { note(event); }) {
        for (const auto& device : world.lab().devices()) {
            const std::string name(device->name());
            shell::Door door;
            door.host = "127.0.0.1";
            door.hall = &hall_;
            door.device = name;
            door.protocol = protocol;
            door.line = line;
            door.anybody = anybody;
            ports_[name] = server_.open(door);
        }
        thread_ = std::thread([this] { server_.run(); });
    }
    ~Serving() {
        if (thread_.joinable()) end();
    }

    std::uint16_t port(const std::string& device) const { return ports_.at(device); }
    void end() {
        server_.end();
        thread_.join();
    }
    // It ends by itself.
    void wait() { thread_.join(); }

    int kept() const { return kept_; }
    // As a disk without room for the lab.
    std::atomic<bool> full = false;
    // The next event finds a fault in our own code.
    std::atomic<bool> trip = false;
    // At the next event the server is busy for so many milliseconds, and what comes waits.
    std::atomic<int> busy = 0;
    int logged(const std::string& words) {
        const std::lock_guard guard(mutex_);
        int count = 0;
        for (const auto& line : log_) count += line.find(words) != std::string::npos ? 1 : 0;
        return count;
    }

private:
    void keep() {
        if (full) throw std::runtime_error("no room");
        ++kept_;
    }
    void note(const shell::Event& event) {
        if (trip.exchange(false)) throw std::runtime_error("tripped");
        if (const int span = busy.exchange(0); span > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds{span});
        std::string line = event.what;
        for (const auto& [key, value] : event.fields) line += " " + key + "=" + value;
        const std::lock_guard guard(mutex_);
        log_.push_back(line);
    }

    modes::Pacer pacer_;
    int kept_ = 0;
    std::mutex mutex_;
    std::vector<std::string> log_;
    shell::Hall hall_;
    shell::Server server_;
    std::map<std::string, std::uint16_t> ports_;
    std::thread thread_;
};

}  // namespace shell_test
