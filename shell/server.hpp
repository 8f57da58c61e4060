// Labs on the network: listens, lets people in as far as the limits go, carries bytes between
// sockets and the guests of the halls. One loop, one thread. What goes wrong in one lab ends the
// sessions of that lab and of no other.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shell/hall.hpp"

namespace shell {

struct Limits {
    std::size_t sessions = 1000;
    std::size_t per_address = 250;
    std::size_t unread = 4'000'000;        // bytes of output that a client leaves unread
    std::size_t line = 200'000;            // bytes of a line that is typed
    std::size_t attempts = 6;              // at logging in
    std::size_t chats = 10;                // shells and commands of one SSH connection
    std::chrono::seconds login{60};        // until somebody has to have logged in
    std::chrono::seconds idle{7200};       // of a session without a key; 0: for ever
    std::chrono::seconds all_idle{0};      // ends when nobody was there for so long; 0: never
    std::chrono::milliseconds busy{1000};  // how long a taken console is waited for
    std::chrono::seconds keep{5};          // how often what was done is put down
    std::chrono::milliseconds slow{1000};  // from so long a turn of one lab on it is told of
    std::string host_keys;                 // their folder; empty: they are not kept
};

// Where one device is reached.
struct Door {
    enum class Protocol { telnet, ssh };
    enum class Line { console, network };

    std::string host;
    std::uint16_t port = 0;  // 0: any that is free
    Hall* hall = nullptr;
    std::string device;
    Line line = Line::console;
    Protocol protocol = Protocol::telnet;
    // Of SSH: anybody gets in, not only the device's own users.
    bool anybody = false;
    bool old_algorithms = false;
    // Of SSH: the labs whose devices are all behind this door, as USER+DEVICE; empty: its own.
    std::vector<Hall*> halls;
    int descriptor = -1;  // a socket that listens there already; -1: none
};

// What an operator wants to know. Nothing that was typed, nothing that was shown.
struct Event {
    enum class Level { info, warning, error } level = Level::info;
    std::string what;
    std::vector<std::pair<std::string, std::string>> fields;
};

struct Inside;

class Server {
public:
    Server(Limits limits, std::function<void(const Event&)> log);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Can nobody but this machine reach that host? Throws std::system_error for one that is none.
    static bool is_local(const std::string& host);

    // The port. Throws std::system_error when it cannot be had.
    std::uint16_t open(const Door& door);
    // Throws what `open` would throw, and opens nothing.
    static void try_out(const Door& door);

    // Until it was told to end, by SIGTERM, SIGINT, SIGHUP, `end` or because nobody came; then
    // sessions are told and what was done is put down. False when some of it could not be.
    bool run();
    // From any thread.
    void end();
    // Called when it begins to end.
    void on_ending(std::function<void()> hook);

private:
    std::unique_ptr<Inside> inside_;
};

}  // namespace shell
