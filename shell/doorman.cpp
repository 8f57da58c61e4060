#include "shell/doorman.hpp"

#include <utility>

#include "modes/way_in.hpp"

namespace shell {
namespace {

// One more than any word has: it fits nobody.
constexpr std::size_t longest = modes::longest_word + 1;
constexpr char rubout = 127, backspace = 8, erase_all = 21, ctrl_c_key = 3;

}  // namespace

std::string Doorman::type(std::string& keys) {
    std::string shown;
    std::size_t done = 0;
    while (done < keys.size() && !let_in() && !given_up()) shown += press(keys[done++]);
    keys.erase(0, given_up() ? keys.size() : done);
    return shown;
}

std::string Doorman::press(char key) {
    const bool echoes = asks_ == Asks::name;
    if (key == '\r' || key == '\n') return enter();
    if (key == ctrl_c_key) {
        typed_.clear();
        asks_ = Asks::name;
        return "\r\n" + greeting();
    }
    const bool back = key == rubout || key == backspace;
    if (back || key == erase_all) {
        const auto gone = typed_.empty() ? 0 : back ? 1 : typed_.size();
        typed_.resize(typed_.size() - gone);
        std::string wiped;
        for (std::size_t each = 0; echoes && each < gone; ++each) wiped += "\b \b";
        return wiped;
    }
    if (key < ' ' || typed_.size() >= longest) return {};
    typed_ += key;
    return echoes ? std::string(1, key) : std::string();
}

std::string Doorman::enter() {
    auto said = std::exchange(typed_, {});
    if (asks_ == Asks::name) {
        if (said.empty()) return "\r\n" + greeting();
        name_ = std::move(said);
        asks_ = Asks::password;
        return "\r\nPassword: ";
    }
    if (fits_(name_, said)) {
        asks_ = Asks::nothing;
        return "\r\n";
    }
    --attempts_;
    ++failures_;
    asks_ = Asks::name;
    return given_up() ? "\r\n" : "\r\n@# name or password is wrong\r\n" + greeting();
}

}  // namespace shell
