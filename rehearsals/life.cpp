#include "rehearsals/life.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "modes/check.hpp"
#include "transcripts/unified.hpp"

namespace rehearsals {
namespace {

using grammar::Faults;
using State = Lived::State;

std::vector<std::string> secrets_of(const Runbook& book) {
    std::vector<std::string> values;
    for (const auto& name : book.secrets) values.push_back(book.variables.at(name));
    return values;
}

}  // namespace

Life::Life(const Runbook& book, const Setting& setting, const Variant& variant, Manner manner)
    : book_(book), variant_(variant), manner_(manner), scene_(setting, {}, secrets_of(book)) {
    check_devices();
    prepare();
    open_window();
}

void Life::check_device(const std::string& name, int line) {
    const auto own = name.substr(0, name.find('/'));  // `asa/fxos` is what the asa runs on
    if (name.empty() || scene_.lab().device(own)) return;
    throw Faults(book_.file, line, 0, "the lab has no device named " + name);
}

void Life::check_devices() {
    check_device(book_.device, book_.device_line);
    for (const auto& step : book_.steps) check_device(step.device, step.line);
    for (const auto* list : {&book_.before, &book_.after, &book_.later}) {
        for (const auto& test : *list) check_device(test.check.device, test.line);
    }
    for (const auto& step : book_.steps) {
        for (const auto& test : step.checks) check_device(test.check.device, test.line);
        if (!step.rollback) continue;
        for (const auto& test : step.rollback->checks) check_device(test.check.device, test.line);
    }
}

void Life::prepare() {
    const auto played = scene_.play(book_.prepare, book_.device, true);
    if (played.failures.empty()) return;
    auto why = played.failures.front();
    if (played.failed_line > 0) why.erase(0, why.find(": ") + 2);  // the line is said already
    throw Faults(book_.file, played.failed_line, 0, "`prepare` does not come to its end: " + why);
}

void Life::open_window() {
    if (book_.at) {
        const licensing::Instant at{book_.at->time_since_epoch()};
        if (at < scene_.now()) {
            throw Faults(book_.file, book_.at_line, 0,
                         "the window begins before the lab's time, " + day_and_time(scene_.now()));
        }
        scene_.wait_until(at);
    }
    course_.began = course_.ended = scene_.now();
    for (const auto& one : variant_.changes) {
        if (one.after)
            scene_.cue({course_.began + *one.after, one.direction});
        else if (one.before.empty())
            change(one);
    }
    course_.at_start = course_.at_end = look_at(scene_.lab());
}

void Life::change(const Change& change) {
    const auto why = scene_.direct(change.direction);
    if (!why.empty()) throw Faults(book_.file, change.line, 0, change.direction + ": " + why);
}

Judged Life::judge(const Test& test) {
    Judged judged{test.name, {}};
    const auto lead = test.named ? "“" + test.name + "” does not hold: " : "";
    for (auto& what : modes::judge(scene_.world(), test.check)) {
        judged.failures.push_back(lead + scene_.masked(std::move(what)));
    }
    return judged;
}

std::vector<Judged> Life::judge(const std::vector<Test>& tests) {
    std::vector<Judged> all;
    for (const auto& test : tests) all.push_back(judge(test));
    return all;
}

// The first that did not hold; `place` is what it is called by, its own name else.
void Life::blame(const std::vector<Judged>& tests, const std::string& place) {
    if (!course_.failed_at.empty()) return;
    for (const auto& test : tests) {
        if (test.failures.empty()) continue;
        course_.failed_at = place.empty() ? test.name : place;
        for (const auto& failure : test.failures) {
            course_.why.push_back(failure);
        }
        return;
    }
}

// -- the window -----------------------------------------------------------------------------------

Lived Life::live(const Step& step, bool again) {
    Lived lived{step.name, step.text, {}, State::held, {}, {}, step.wait, {}, {}};
    for (const auto& one : variant_.changes) {
        if (one.before == step.name) change(one);
    }
    auto played = scene_.play(step.type, step.device, manner_.stop_at_failure);
    lived.device = played.device;
    lived.began = played.began;
    lived.failures = std::move(played.failures);
    lived.screen = std::move(played.screen);
    if (step.wait.count() > 0) lived.screen += scene_.wait_until(scene_.now() + step.wait);
    lived.ended = scene_.now();
    if (!again) judge(step, scene_.shown_since(played.entry), lived);
    if (!lived.failures.empty()) lived.state = State::failed;
    return lived;
}

void Life::judge(const Step& step, const std::string& shown, Lived& lived) {
    for (const auto& pattern : step.has) {
        if (!modes::found_in(shown, pattern))
            lived.failures.push_back("not shown: /" + pattern + "/");
    }
    for (const auto& pattern : step.lacks) {
        if (modes::found_in(shown, pattern)) lived.failures.push_back("shown: /" + pattern + "/");
    }
    for (const auto& judged : judge(step.checks)) {
        for (const auto& failure : judged.failures) {
            lived.failures.push_back(failure);
        }
    }
}

void Life::live(std::size_t last, bool again) {
    if (!again) course_.before = judge(book_.before);
    blame(course_.before, {});
    const auto stops = [&] { return manner_.stop_at_failure && !course_.held(); };
    for (std::size_t index = 0; index < book_.steps.size(); ++index) {
        const auto& step = book_.steps[index];
        if (stops() || index > last) {
            course_.steps.push_back(
                {step.name, step.text, step.device, State::not_tried, {}, {}, step.wait, {}, {}});
            continue;
        }
        course_.steps.push_back(live(step, again));
        const auto& lived = course_.steps.back();
        if (lived.state != State::failed || !course_.held()) continue;
        course_.failed_at = lived.name;
        course_.why = lived.failures;
        course_.step_failed = static_cast<int>(index);
    }
    course_.ended = scene_.now();
    course_.at_end = look_at(scene_.lab());
}

void Life::look_ahead() {
    if (!course_.begun()) return;
    if (course_.held() || !manner_.stop_at_failure) {
        course_.after = judge(book_.after);
        blame(course_.after, {});
    }
    for (const int number : book_.days) {
        Day day{number, course_.ended + std::chrono::days{number}, {}, {}};
        scene_.wait_until(day.at);
        day.standings = look_at(scene_.lab());
        day.later = judge(book_.later);
        blame(day.later, fmt::format("day {}", number));
        course_.days.push_back(std::move(day));
    }
}

// -- the way back ---------------------------------------------------------------------------------

void Life::undo(std::size_t index, WayBack& back) {
    const auto& lived = course_.steps[index];
    const auto& rollback = book_.steps[index].rollback;
    if (lived.state == State::not_tried || !rollback) return;
    const auto played = scene_.play(rollback->type, lived.device, true);
    back.screen += played.screen;
    if (rollback->wait.count() > 0) back.screen += scene_.wait_until(scene_.now() + rollback->wait);
    auto failures = played.failures;
    for (const auto& judged : judge(rollback->checks)) {
        for (const auto& failure : judged.failures) failures.push_back(failure);
    }
    for (const auto& failure : failures) {
        back.problems.push_back(fmt::format("going back over `{}`: {}", lived.name, failure));
    }
}

// Is everything as it was before?
void Life::compare(WayBack& back) {
    const auto now = look_at(scene_.lab());
    for (const auto& before : course_.at_start) {
        const auto same = [&](const Standing& one) { return one.device == before.device; };
        const auto found = std::find_if(now.begin(), now.end(), same);
        if (found == now.end()) continue;
        const auto& name = before.device;
        const auto diff = transcripts::unified_diff(before.configuration, found->configuration,
                                                    name + " before", name + " after going back");
        if (!diff.empty()) back.problems.push_back(name + ": the configuration is another");
        back.differences += diff;
        if (found->software != before.software) {
            back.problems.push_back(
                fmt::format("{}: it is {}, and was {}", name, found->software, before.software));
        }
        if (!found->up) back.problems.push_back(name + ": it is down");
        if (before.saved && !found->saved) {
            back.problems.push_back(name + ": what runs is not saved");
        }
        if (!found->same_licence(before)) {
            back.remarks.push_back(fmt::format("{}: licences stand otherwise: {} {}", name,
                                               found->registration, found->authorization));
        }
    }
}

WayBack Life::go_back() {
    WayBack back;
    back.tried = true;
    std::size_t last = course_.steps.size();
    while (last > 0 && course_.steps[last - 1].state == State::not_tried) --last;
    if (last == 0) return back;
    for (std::size_t step = 0; step < last; ++step) {
        back.given_up = back.given_up || book_.steps[step].no_way_back;
        back.written = back.written || book_.steps[step].rollback.has_value();
    }
    scene_.give_up();
    while (last-- > 0) undo(last, back);
    compare(back);
    for (const auto& judged : judge(book_.before)) {
        for (const auto& failure : judged.failures) {
            back.problems.push_back(failure);
        }
    }
    return back;
}

}  // namespace rehearsals
