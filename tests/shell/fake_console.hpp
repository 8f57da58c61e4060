// A made-up device for the tests of the front ends: a few commands, each of which asks for one
// thing that a front end must do. It also keeps what it was told.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/console.hpp"

namespace shell_test {

class FakeConsole : public shell::Console {
public:
    using Piece = modes::Piece;
    using Kind = modes::Wants::Kind;

    modes::Screen view{0, 511, modes::Async::newline, "<--- More --->", "", false, "^C"};
    std::vector<std::string> told;

    FakeConsole() { ask_command(); }

    modes::Wants wants() const override { return wants_; }
    modes::Screen screen() const override { return view; }
    const std::vector<std::string>& history() const override { return history_; }
    std::string prompt() const override { return view.escape.empty() ? "fake# " : "inner> "; }
    std::vector<Piece> take() override { return std::exchange(pieces_, {}); }
    void settle() override {}
    void resize(int length, int) override { view.length = length; }

    void text(std::string words) { pieces_.push_back({Piece::Kind::text, std::move(words)}); }
    void notice(std::string words) { pieces_.push_back({Piece::Kind::notice, std::move(words)}); }
    void lines(int count) {
        std::string all;
        for (int at = 1; at <= count; ++at) all += "line " + std::to_string(at) + "\n";
        text(all);
    }
    void ask_command() {
        wants_ = {Kind::command, 0};
        pieces_.push_back({Piece::Kind::prompt, prompt()});
    }

    void enter(std::string_view given) override {
        const std::string line(given);
        told.push_back("enter " + line);
        switch (wants_.kind) {
            case Kind::command: run(line); break;
            case Kind::block:
                if (line == "quit") ask_command();
                break;
            case Kind::line:
            case Kind::secret:
                text("Got " + line + "\n");
                ask_command();
                break;
            default: break;
        }
    }
    void key(char key) override {
        told.push_back(std::string("key ") + (key == '\r' ? "Enter" : std::string(1, key)));
        text("Key taken\n");
        ask_command();
    }
    void interrupt() override {
        told.emplace_back("interrupt");
        if (wants_.kind == Kind::nothing) text("Broken\n");
        ask_command();
    }
    void end_of_configuration(std::string_view) override {
        told.emplace_back("end");
        ask_command();
    }
    void escape() override {
        told.emplace_back("escape");
        view.escape.clear();
        ask_command();
    }
    void hang_up() override {
        told.emplace_back("hang up");
        wants_ = {Kind::gone, 0};
    }
    void help(std::string_view line) override {
        told.push_back("help " + std::string(line));
        text("\nexec mode commands/options:\n  number  How many lines\n");
        if (line.starts_with("long")) lines(50);
    }
    std::string complete(std::string_view line) const override {
        return line == "sh" ? "ow " : std::string{};
    }
    std::vector<std::string> direct(std::string_view direction) override {
        told.push_back("direct " + std::string(direction));
        if (direction == "@notice") notice("%FAKE-5-NOTE: noted");
        if (direction == "@tick" && wants_.kind == Kind::nothing) text("!");
        if (direction == "@boot") {
            text("Booting\n");
            ask_command();
        }
        if (direction == "@two") return {"one", "two"};
        return {"done"};
    }

private:
    void ask(Kind kind, const std::string& question, char echo = 0) {
        text(question);
        wants_ = {kind, echo};
    }
    void run(const std::string& line) {
        if (!line.empty()) history_.push_back(line);
        if (line.starts_with("show ")) lines(std::atoi(line.c_str() + 5));
        if (line == "note") {
            ask_command();
            return notice("%FAKE-5-NOTE: noted");
        }
        if (line == "confirm") return ask(Kind::key, "Proceed? [confirm]");
        if (line == "name") return ask(Kind::line, "Name: ");
        if (line == "secret") return ask(Kind::secret, "Password: ");
        if (line == "stars") return ask(Kind::secret, "Password: ", '*');
        if (line == "paste") return ask(Kind::block, "End with quit:\n");
        if (line == "watch") return ask(Kind::nothing, "!");
        if (line == "long name") {
            lines(30);
            return ask(Kind::line, "Name: ");
        }
        if (line == "attach") view.escape = "\x1eX";
        if (line == "logout") return hang_up();
        ask_command();
    }

    modes::Wants wants_;
    std::vector<std::string> history_;
    std::vector<Piece> pieces_;
};

}  // namespace shell_test
