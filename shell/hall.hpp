// A lab with people in it, wherever they come from: who sits at which line, and time, which goes on
// for all of them at once. It knows nothing of sockets; the server gives it bytes and is told when
// somebody's screen has something to send.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modes/algorithms.hpp"
#include "modes/passage.hpp"
#include "modes/session.hpp"
#include "modes/visitor.hpp"
#include "modes/way_in.hpp"
#include "modes/world.hpp"
#include "shell/console.hpp"
#include "shell/terminal.hpp"

namespace shell {

class Hall {
public:
    struct Manner {
        modes::Role role = modes::Role::instructor;
        std::function<licensing::Span()> clock;  // the host's, monotonic
        licensing::Span turn{0};     // from so long on time is skipped in parts; 0: never
        std::function<void()> keep;  // puts the lab's state down; may be empty
        std::string welcome;         // remarked to who comes; may be empty
    };
    // What it is given outlives it.
    Hall(std::string name, modes::World& world, modes::Pacer& pacer, Manner manner);

    // Somebody at a line.
    class Guest {
    public:
        ~Guest();
        Guest(const Guest&) = delete;
        Guest& operator=(const Guest&) = delete;

        // Keys as the person typed them; others may see what they do.
        void type(std::string_view keys);
        void resize(int length, int width);
        // A word of the program, not of the device.
        void remark(std::string_view text) { terminal_.remark(text); }
        std::string take_output() { return terminal_.take_output(); }
        modes::Wants wants() const { return terminal_.wants(); }
        bool gone() const { return wants().kind == modes::Wants::Kind::gone; }
        std::string prompt() const { return console_.prompt(); }

        // Called when there may be output.
        std::function<void()> told;

    private:
        friend class Hall;
        // Begins what takes long with the hall.
        struct Seat : SessionConsole {
            Seat(Guest& guest, modes::Pacer& pacer)
                : SessionConsole(guest.session_, pacer), of(guest) {}
            bool begins(std::string_view direction) override;
            std::vector<std::string> direct(std::string_view direction) override;
            Guest& of;
        };
        struct Network {
            modes::Arrival arrival;
            bool paper;  // nothing pages, nothing scrolls
        };
        Guest(Hall& hall, const std::string& device);
        Guest(Hall& hall, const std::string& device, const Network& network);
        Hall& hall_;
        modes::Session session_;
        Seat console_;
        Terminal terminal_;
    };

    // A seat at the console of a device; nothing while somebody else has it.
    std::unique_ptr<Guest> at_console(const std::string& device);
    // At a network line of it; nothing while all are taken. `user` has proved to be that; empty:
    // the device asks as its configuration says.
    std::unique_ptr<Guest> at_network(const std::string& device, const std::string& user = "",
                                      bool paper = false,
                                      modes::Protocol by = modes::Protocol::telnet,
                                      const modes::Agreed& agreed = {});
    // Is there one?
    bool has_room(const std::string& device, modes::Protocol by);
    // Why the device does not take somebody who comes over the network, before it asks who they
    // are; nothing: it does.
    std::optional<modes::Turned> refuses(const std::string& device, modes::Way way, bool anybody);
    // Does its configuration say who may come by it?
    bool speaks_of(const std::string& device, modes::Way way) const;
    // Has the device a user of this name and this password?
    bool knows(const std::string& device, const std::string& user,
               const std::string& password) const;
    // The same of a key, in base 64.
    bool knows_key(const std::string& device, const std::string& user, const std::string& type,
                   const std::string& base64) const;
    // Who may come in from outside, whatever the devices say.
    const lab::Credentials& access() const { return world_.lab().plan().access; }
    // Can anybody get in by one?
    bool have_keys(const std::string& device) const;
    bool has(const std::string& device) const;
    std::string first_device() const;
    // Somebody did not prove to be that; the device takes note of it.
    void failed(const std::string& device, const std::string& user);
    // Said to who comes by SSH before the login; empty: nothing.
    std::string ssh_banner(const std::string& device) const;
    modes::Algorithms ssh_algorithms(const std::string& device, bool own) const;
    modes::Patience ssh_patience(const std::string& device) const;
    // A user of this name, whatever the password?
    bool has_user(const std::string& device, const std::string& user) const;
    // What the device calls its SSH; empty: nobody knows.
    std::string ssh_version(const std::string& device) const;
    // What it says to who wants to copy files by SSH; empty: it closes without a word.
    std::string copy_refusal(const std::string& device) const;

    // Lab time catches up with the host's clock, and everybody sees what came of it.
    void pass();
    // Time is being skipped in parts: `pass` does the next one. Nobody types here meanwhile.
    bool at_work() const { return passage_ && !passed_; }
    // All that is left of it.
    void finish();
    // When the host should call `pass` again at the latest.
    std::optional<licensing::Span> until_due() const;

    // What was done since the last time is put down. Throws when it cannot be, and then it still
    // has to be.
    void keep();

    const std::string& name() const { return name_; }
    const std::vector<Guest*>& guests() const { return guests_; }

private:
    bool taken(const modes::Line& line) const;
    void catch_up();
    void tell();
    void work_on();
    bool pass_a_turn();

    std::string name_;
    modes::World& world_;
    modes::Pacer& pacer_;
    Manner manner_;
    std::vector<Guest*> guests_;
    bool changed_ = false;
    std::unique_ptr<modes::Passage> passage_;
    bool passed_ = false;     // and is to be answered
    Guest* whose_ = nullptr;  // passage it is; null when they have gone
};

}  // namespace shell
