// One script, four ways to live through it: held or live, typed into a pipe or at a terminal.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modes/session.hpp"
#include "modes/world.hpp"
#include "shell/console.hpp"
#include "shell/pipe.hpp"
#include "shell/terminal.hpp"
#include "tests/shell/screen.hpp"

namespace probe {

using modes::Pacer;

// A step is a line to type or, when it begins with '+', seconds that pass.
using Script = std::vector<std::string>;

class FrontEnd {
public:
    virtual ~FrontEnd() = default;
    virtual void type(const std::string& line) = 0;
    virtual void refresh() = 0;
    virtual std::string finish() = 0;
};

class PipeEnd : public FrontEnd {
public:
    explicit PipeEnd(shell::Console& console) : pipe_(console) {}
    void type(const std::string& line) override { text_ += pipe_.feed_line(line); }
    void refresh() override {
        pipe_.refresh();
        text_ += pipe_.take_complete_lines();
    }
    std::string finish() override { return text_ + pipe_.finish(); }

private:
    shell::Pipe pipe_;
    std::string text_;
};

class TerminalEnd : public FrontEnd {
public:
    explicit TerminalEnd(shell::Console& console)
        : terminal_(console, {shell::Weave::Ends::crlf, false, false}) {}
    void type(const std::string& line) override {
        for (const char key : keys_for(line)) terminal_.feed({&key, 1});
    }
    void refresh() override { terminal_.refresh(); }
    std::string finish() override {
        terminal_.hang_up();
        shell_test::Screen screen;
        screen.write(terminal_.take_output());
        return screen.row().empty() ? screen.text() : screen.text() + "\n";
    }

private:
    // The keys a person presses to give the line.
    std::string keys_for(const std::string& line) const {
        const auto wanted = terminal_.wants().kind;
        const bool acts = line == "\x03" || line == "\x1a" ||
                          (!terminal_.escape().empty() && line == terminal_.escape());
        if (acts) return line;
        if (wanted == modes::Wants::Kind::key) return line.empty() ? "\r" : line.substr(0, 1);
        if (wanted != modes::Wants::Kind::command) return line + "\r";
        const auto& typed = terminal_.typed();
        const auto keys = line.starts_with(typed) ? line.substr(typed.size()) : "\x15" + line;
        return line.ends_with('?') ? keys : keys + "\r";
    }

    shell::Terminal terminal_;
};

struct Manner {
    Pacer::Manner time = Pacer::Manner::held;
    licensing::Span patience = std::chrono::seconds{3};
    bool terminal = false;
};

// Live time in odd parts, each with its made-up reading of the host's clock.
class Host {
public:
    Host(modes::World& world, Pacer& pacer) : world_(world), pacer_(pacer) { pacer_.pass(now_); }

    void pass(licensing::Span span, FrontEnd& end) {
        if (pacer_.manner() == Pacer::Manner::held) {
            world_.advance(span);
            pacer_.settle();
            end.refresh();
            return;
        }
        while (span > licensing::Span{0}) {
            const auto part = std::min(span, licensing::Span{730});
            span -= part;
            now_ += part;
            pacer_.pass(now_);
            end.refresh();
        }
    }

private:
    modes::World& world_;
    Pacer& pacer_;
    licensing::Span now_{987'654};
};

inline std::string live_through(modes::World& world, const std::string& device,
                                const Script& script, const Manner& manner) {
    modes::Session session(world, device, modes::Role::instructor);
    Pacer pacer(world, manner.time, manner.patience);
    Host host(world, pacer);
    shell::SessionConsole console(session, pacer);
    std::unique_ptr<FrontEnd> end;
    if (manner.terminal)
        end = std::make_unique<TerminalEnd>(console);
    else
        end = std::make_unique<PipeEnd>(console);
    for (const auto& step : script) {
        if (step.starts_with("+")) {
            host.pass(std::chrono::seconds{std::stol(step.substr(1))}, *end);
            continue;
        }
        end->type(step);
        // What ends by itself is waited for, as the held pacer does.
        while (auto until = session.line().busy_until()) {
            host.pass(*until - world.lab().timeline().now(), *end);
        }
    }
    return end->finish();
}

}  // namespace probe
