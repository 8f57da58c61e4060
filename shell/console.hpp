// What a front end needs of a session, as a pure interface: the pure parts of the shell are proved
// with a made-up console, and the program hands them a session and the pacer of its lab.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modes/editing.hpp"
#include "modes/session.hpp"

namespace shell {

// The calls of modes::Session, with its meaning; `settle` is the pacer's.
class Console {
public:
    virtual ~Console() = default;

    virtual modes::Wants wants() const = 0;
    virtual modes::Screen screen() const = 0;
    // Of the device whose line it is.
    virtual modes::Editing editing() const { return {}; }

    virtual void enter(std::string_view line) = 0;
    virtual void key(char key) = 0;
    virtual void interrupt() = 0;
    virtual void end_of_configuration(std::string_view typed) = 0;
    virtual void escape() = 0;
    virtual void hang_up() = 0;
    virtual void resize(int length, int width) = 0;

    virtual void help(std::string_view line) = 0;
    virtual std::string complete(std::string_view line) const = 0;
    virtual std::vector<std::string> direct(std::string_view direction) = 0;
    // Its device is down: without power, or booting.
    virtual bool dark() const { return false; }
    // The direction takes long and has only begun: `direct` is called when it is over.
    virtual bool begins(std::string_view) { return false; }
    virtual const std::vector<std::string>& history() const = 0;
    virtual std::string prompt() const = 0;
    virtual std::vector<modes::Piece> take() = 0;

    // After anything was typed: what is due now happens.
    virtual void settle() = 0;
};

class SessionConsole : public Console {
public:
    // Both outlive this.
    SessionConsole(modes::Session& session, modes::Pacer& pacer);

    modes::Wants wants() const override;
    modes::Screen screen() const override;
    modes::Editing editing() const override;
    bool dark() const override;
    void enter(std::string_view line) override;
    void key(char key) override;
    void interrupt() override;
    void end_of_configuration(std::string_view typed) override;
    void escape() override;
    void hang_up() override;
    void resize(int length, int width) override;
    void help(std::string_view line) override;
    std::string complete(std::string_view line) const override;
    std::vector<std::string> direct(std::string_view direction) override;
    const std::vector<std::string>& history() const override;
    std::string prompt() const override;
    std::vector<modes::Piece> take() override;
    void settle() override;

private:
    modes::Session& session_;
    modes::Pacer& pacer_;
};

}  // namespace shell
