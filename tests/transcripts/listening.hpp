// What a person would have pressed at the keyboard to live through a transcript.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shell/console.hpp"

namespace transcripts_test {

// Stands before a console and writes it down.
class Listening : public shell::Console {
public:
    explicit Listening(shell::Console& console) : console_(console) {}
    std::vector<std::string> keys;

    modes::Wants wants() const override { return console_.wants(); }
    modes::Screen screen() const override { return console_.screen(); }
    void enter(std::string_view line) override {
        press(std::string(line) + "\r");
        console_.enter(line);
    }
    void key(char key) override {
        press({key});
        console_.key(key);
    }
    void interrupt() override {
        press("\x03");
        console_.interrupt();
    }
    void end_of_configuration(std::string_view typed) override {
        press(std::string(typed) + "\x1a");
        console_.end_of_configuration(typed);
    }
    void escape() override {
        press(console_.screen().escape);
        console_.escape();
    }
    void hang_up() override { console_.hang_up(); }
    void resize(int length, int width) override { console_.resize(length, width); }
    void help(std::string_view line) override {
        press(std::string(line) + "?");
        console_.help(line);
    }
    std::string complete(std::string_view line) const override { return console_.complete(line); }
    std::vector<std::string> direct(std::string_view direction) override {
        // At a keyboard a direction can only be typed at a prompt.
        if (console_.wants().kind == modes::Wants::Kind::command)
            press(std::string(direction) + "\r");
        else
            by_hand_ = false;
        return console_.direct(direction);
    }
    const std::vector<std::string>& history() const override { return console_.history(); }
    std::string prompt() const override { return console_.prompt(); }
    std::vector<modes::Piece> take() override { return console_.take(); }
    void settle() override { console_.settle(); }
    bool by_hand() const { return by_hand_; }

private:
    void press(const std::string& typed) { keys.push_back(typed); }
    shell::Console& console_;
    bool by_hand_ = true;
};

}  // namespace transcripts_test
