#include "modes/setup.hpp"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/login.hpp"

namespace modes {
namespace {

using profiles::Facts;

// In the order of asking; each is a message `setup.<name>`.
std::vector<std::string> questions_of(const profiles::Profile& profile) {
    if (profile.has_list("setup.questions")) return profile.list("setup.questions");
    return {"mode", "password", "recovery", "year", "month",  "day",
            "time", "address",  "mask",     "host", "domain", "manager"};
}
using Answers = std::vector<std::string>;

Facts defaults_of(Context& c) {
    Facts facts;
    facts.set("hostname", c.device.settings().hostname);
    return facts.set("now", c.device.stamp(c.device.now()));
}

// What follows when the questions are over: the prompt, or a console that waits for somebody.
Reply over(Context& c, const char* words) {
    auto reply = say(words);
    if (!c.device.profile().has("waits-for-return")) return reply;
    reply = await_return();
    reply.say.push_back({"console.idle", {}});
    return reply;
}

bool yes(const std::string& answer) {
    return answer.empty() || answer[0] == 'y' || answer[0] == 'Y';
}

Facts answers_as_facts(Context& c, const Answers& answers) {
    auto facts = defaults_of(c);
    const auto questions = questions_of(c.device.profile());
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (!answers[i].empty()) facts.set(questions[i], answers[i]);
    }
    return facts.set("management", c.device.profile().text("management"));
}

// The answers become configuration through the same door as everything that is typed.
Reply use_it(Context& c, const Answers& answers) {
    const auto& profile = c.device.profile();
    const auto text = profile.render("setup-configuration", answers_as_facts(c, answers));
    for (const auto& line : lab::read_configuration(text, profile)) {
        c.device.apply(line.edit, false);
    }
    c.device.save();
    return over(c, "blank");
}

Reply ask_next(Context& c, Answers answers);

Reply confirm(Context& c, Answers answers) {
    auto reply = say("setup.summary", answers_as_facts(c, answers));
    Ask question;
    question.prompt = {"setup.use", {}};
    question.kind = Input::line;
    question.then = [answers = std::move(answers)](Context& then, const std::string& answer) {
        return yes(answer) ? use_it(then, answers) : ask_next(then, {});
    };
    reply.next = std::move(question);
    return reply;
}

Reply ask_next(Context& c, Answers answers) {
    const auto questions = questions_of(c.device.profile());
    if (answers.size() == questions.size()) return confirm(c, std::move(answers));
    Reply reply;
    const std::string name = questions[answers.size()];
    if (name == "year") reply.say.push_back({"setup.clock", {}});
    Ask question;
    question.prompt = {"setup." + name, defaults_of(c)};
    question.kind = name == "password" ? Input::secret : Input::line;
    question.then = [answers = std::move(answers)](Context& then, const std::string& answer) {
        auto more = answers;
        more.push_back(answer);
        return ask_next(then, std::move(more));
    };
    reply.next = std::move(question);
    return reply;
}

// -- a secret that nobody gets around ------------------------------------------------------------

Reply ask_line(const char* prompt, Input kind, Then then) {
    Reply reply;
    reply.next = Ask{{prompt, {}}, kind, std::move(then), {}};
    return reply;
}

// At least one of each kind, and nothing that everybody would try first.
bool strong_enough(const std::string& secret) {
    constexpr std::size_t shortest = 10;
    constexpr std::size_t longest = 32;
    const auto any = [&](int (*of)(int)) {
        return std::any_of(secret.begin(), secret.end(),
                           [&](unsigned char c) { return of(c) != 0; });
    };
    std::string lower = secret;
    for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return secret.size() >= shortest && secret.size() <= longest && any(std::isupper) &&
           any(std::islower) && any(std::isdigit) && lower.find("cisco") == std::string::npos;
}

lab::Edit secret_line(Context& c, const std::string& secret) {
    const auto& profile = c.device.profile();
    return lab::edit_of(profile.message("setup.secret-line", Facts{}.set("secret", secret)),
                        profile, profile.text("mode.configuration"));
}

Reply ask_secret();

// 0: away without it; 1: once more; 2, and Enter: it is used and saved.
Reply select(const std::string& secret) {
    return ask_line("setup.select", Input::line, [secret](Context& c, const std::string& answer) {
        if (answer == "0") return over(c, "blank");
        if (answer == "1") return pre_configure();
        if (!answer.empty() && answer != "2") return select(secret);
        c.device.apply(secret_line(c, secret), false);
        c.device.save();
        auto done = over(c, "blank");
        done.say.insert(done.say.begin(), {"setup.saved", {}});
        return done;
    });
}

Reply confirm_secret(const std::string& secret) {
    return ask_line(
        "setup.secret-again", Input::secret, [secret](Context& c, const std::string& again) {
            if (again != secret) {
                auto anew = ask_secret();
                anew.say.push_back({"setup.secret-differs", {}});
                return anew;
            }
            auto reply = select(secret);
            reply.say.push_back(
                {"setup.secret-script",
                 Facts{}.set("secret", lab::stored_password(secret, c.device.profile()))});
            return reply;
        });
}

Reply ask_secret() {
    return ask_line("setup.secret", Input::secret, [](Context&, const std::string& secret) {
        if (strong_enough(secret)) return confirm_secret(secret);
        auto again = ask_secret();
        again.say.push_back({secret.empty() ? "setup.no-default" : "setup.secret-weak", {}});
        return again;
    });
}

// The device would look for a configuration on the network; whatever is answered, nobody has one.
Reply autoinstall() {
    Reply reply;
    reply.next = Ask{{"setup.autoinstall", {}},
                     Input::line,
                     [](Context& c, const std::string&) { return over(c, "blank"); },
                     {}};
    return reply;
}

}  // namespace

Reply pre_configure() {
    Reply reply;
    Ask question;
    question.prompt = {"setup.ask", {}};
    question.kind = Input::line;
    question.then = [](Context& c, const std::string& answer) {
        const auto& profile = c.device.profile();
        if (!profile.has_message("setup.autoinstall")) {
            return yes(answer) ? ask_next(c, {}) : say("blank");
        }
        if (!answer.empty() && yes(answer)) {
            auto next = ask_next(c, {});
            next.say.insert(next.say.begin(), {"setup.begin", {}});
            return next;
        }
        const bool no = answer.starts_with('n') || answer.starts_with('N');
        if (no && profile.has_message("setup.secret-line")) {
            auto asked = ask_secret();
            asked.say.push_back({"setup.must-secret", {}});
            return asked;
        }
        auto next = no ? autoinstall() : pre_configure();
        if (!no) next.say.push_back({"answer.yes-no", {}});
        return next;
    };
    reply.next = std::move(question);
    return reply;
}

}  // namespace modes
