// Asks who comes to a line by Telnet, where the lab says who may: a name and a password, as the
// console server in front of a device would. What they type is on no screen and in no log.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace shell {

class Doorman {
public:
    using Fits = std::function<bool(const std::string& name, const std::string& password)>;
    Doorman(int attempts, Fits fits) : attempts_(attempts), fits_(std::move(fits)) {}

    std::string greeting() const { return "Username: "; }
    // What the person sees of these keys. Keys behind the last one that was asked for stay.
    std::string type(std::string& keys);

    bool let_in() const { return asks_ == Asks::nothing; }
    bool given_up() const { return attempts_ <= 0; }
    // The one that was tried last.
    const std::string& name() const { return name_; }
    // How often it was not right, since this was asked last.
    int take_failures() { return std::exchange(failures_, 0); }

private:
    std::string press(char key);
    std::string enter();

    enum class Asks { name, password, nothing } asks_ = Asks::name;
    std::string typed_, name_;
    int attempts_;
    int failures_ = 0;
    Fits fits_;
};

}  // namespace shell
