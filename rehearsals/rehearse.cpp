#include "rehearsals/rehearse.hpp"

#include <algorithm>

#include "rehearsals/hiding.hpp"
#include "rehearsals/life.hpp"

namespace rehearsals {
namespace {

using State = Lived::State;

bool meets(const Variant& variant, const Course& course) {
    if (variant.expect == Variant::Expect::nothing) return true;
    if (variant.expect == Variant::Expect::hold) return course.held();
    return !course.held() && (variant.fails_at.empty() || variant.fails_at == course.failed_at);
}

WayBack back_from(const Runbook& book, const Setting& setting, const Variant& variant,
                  Manner manner, std::size_t step) {
    Life life(book, setting, variant, manner);
    life.live(step, true);
    return life.go_back();
}

Told tell(const std::string& text, const Runbook& book, const Setting& setting,
          const Variant& variant, Manner manner) {
    if (variant.go_on) manner.stop_at_failure = false;
    const auto own = read_runbook(text, book.file, variant.variables);
    Told told{variant, {}, {}, true};
    Life life(own, setting, variant, manner);
    life.live(own.steps.size());
    life.look_ahead();
    told.course = life.take();
    told.as_expected = meets(variant, told.course);
    if (told.course.step_failed >= 0) {
        told.back = back_from(own, setting, variant, manner,
                              static_cast<std::size_t>(told.course.step_failed));
    }
    return told;
}

}  // namespace

bool Rehearsal::held() const {
    return course.held() &&
           std::none_of(back.begin(), back.end(), [](auto& way) { return way.broken(); }) &&
           std::all_of(variants.begin(), variants.end(), [](auto& one) { return one.as_expected; });
}

Rehearsal rehearse(const std::string& text, const std::string& file, const Setting& setting,
                   const Manner& manner) {
    Rehearsal rehearsal{read_runbook(text, file), {}, {}, {}};
    const auto& book = rehearsal.runbook;
    const Variant as_planned;
    {
        Life life(book, setting, as_planned, manner);
        life.live(book.steps.size());
        life.look_ahead();
        rehearsal.course = life.take();
    }
    for (std::size_t step = 0; step < book.steps.size(); ++step) {
        const bool tried = rehearsal.course.steps[step].state != State::not_tried;
        rehearsal.back.push_back(tried ? back_from(book, setting, as_planned, manner, step)
                                       : WayBack{});
    }
    for (const auto& variant : book.variants) {
        rehearsal.variants.push_back(tell(text, book, setting, variant, manner));
    }
    hide(rehearsal, secrets_in(rehearsal.runbook, setting.plan));
    return rehearsal;
}

}  // namespace rehearsals
