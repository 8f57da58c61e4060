// The server from within; only its own .cpp files include this, for Asio is slow to compile.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shell/server.hpp"

namespace shell {

namespace asio = boost::asio;
using asio::ip::tcp;
using Failure = boost::system::error_code;
using Level = Event::Level;

// With so much to send already, what a client types waits in its own machine.
constexpr std::size_t enough_to_send = 65'536;
// A client that was told to go has so long to do it.
constexpr std::chrono::seconds farewell{2};

class Visit;
class HostKeys;

// Empties a text; one that was long gives its memory back.
inline void let_go(std::string& text) {
    text.clear();
    if (text.capacity() > 4096) text.shrink_to_fit();
}

using Fields = std::vector<std::pair<std::string, std::string>>;

// Why somebody has to go, and the option that says so where one does.
struct Reason {
    Reason(std::string words = {}, std::string option = {})
        : why(std::move(words)), limit(std::move(option)) {}
    Reason(const char* words) : why(words) {}
    std::string why;
    std::string limit;
};

// A guest, and what is on its way to and from them.
struct Talk {
    std::unique_ptr<Hall::Guest> guest;
    std::string typed;                  // and not yet given to the guest
    std::string out;                    // not yet given to the transport
    bool over = false;                  // nothing more is typed; what is left is sent
    std::size_t line = 0;               // bytes of the line that is being typed
    std::function<void()> line_is_cut;  // called once for each that is too long
};

struct Inside {
    struct Gate {
        Door door;
        tcp::acceptor acceptor;
        asio::steady_timer pause;
        bool told = false;  // that the device's configuration says nothing of it
    };
    // A hall and when it is next due.
    struct Clocked {
        Hall* hall;
        asio::steady_timer timer;
        bool broken = false;
        bool to_keep = false;
        bool unkept = false;  // and the operator knows
    };

    Inside(Limits with, std::function<void(const Event&)> to);
    ~Inside();

    void serve();
    void accept(Gate& gate);
    void admit(Gate& gate, tcp::socket socket);
    void left(const std::shared_ptr<Visit>& visit);
    void watch_signals();
    void watch_idle();
    void keep_now_and_then();
    // Soon, and once for all who leave together.
    void keep_soon(Hall& hall);
    // One hall, then whoever has waited meanwhile, then the next one.
    void keep_in_turn();
    void keep(Hall& hall);
    void sleep(Clocked& clocked);
    void drain(const std::string& why);
    Clocked& clocked(Hall* hall);
    // Does what may fail in one lab; then that lab takes part no more.
    void within(Hall& hall, const std::function<void()>& work);

    // Gives a guest what was typed, a line at a time, so that what a paste brings about never runs
    // far ahead of who reads it.
    void type_waiting(Hall& hall, Talk& talk);
    // Why the device behind a gate does not take anybody now.
    std::optional<modes::Turned> refusal(Gate& gate);
    void type_line(Hall& hall, Talk& talk, std::string_view line);
    // A seat behind a door; nothing while there is none.
    std::unique_ptr<Hall::Guest> seat(const Door& door);

    Limits limits;
    std::function<void(const Event&)> log;
    asio::io_context io{1};
    asio::signal_set signals;
    asio::steady_timer all_idle;
    asio::steady_timer keeping;
    asio::steady_timer keeping_soon;
    std::vector<std::unique_ptr<Gate>> gates;
    std::vector<std::unique_ptr<Clocked>> halls;
    std::set<std::shared_ptr<Visit>> visits;
    std::map<std::string, std::size_t> by_address;
    std::unique_ptr<HostKeys> keys;
    // What arrives is read into this by one visit after the other: of its own each has only what
    // has to wait.
    std::array<char, 16'384> arrived{};
    std::size_t gone = 0;  // since memory was given back
    std::function<void()> ending;
    bool draining = false;
};

// One client, from its first byte to its last.
class Visit : public std::enable_shared_from_this<Visit> {
public:
    Visit(Inside& inside, const Door& door, tcp::socket socket);
    virtual ~Visit() = default;
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    virtual void begin() = 0;
    // One line of the program's own, where the protocol has a place for it, then the end.
    virtual void turn_away(const Reason& reason) = 0;
    virtual void say_farewell(const Reason& reason) = 0;

    const std::string& address() const { return address_; }
    Hall& hall() { return *door_.hall; }

protected:
    void note(Level level, const std::string& what, const Reason& reason = {},
              const Fields& more = {});
    // Somebody is there: they have the whole time again.
    void watch();
    // The client has gone, or has to.
    void leave();

    Inside& inside_;
    Door door_;
    tcp::socket socket_;
    asio::steady_timer idle_;  // until somebody types; before that, until there is a seat
    asio::steady_timer last_;  // until the client has to have gone
    std::string from_, address_;
};

std::shared_ptr<Visit> visit_by_telnet(Inside& inside, const Door& door, tcp::socket socket);
std::shared_ptr<Visit> visit_by_ssh(Inside& inside, const Door& door, tcp::socket socket);
// One whom the device does not take.
std::shared_ptr<Visit> visit_in_vain(Inside& inside, const Door& door, tcp::socket socket,
                                     modes::Turned refusal);

}  // namespace shell
