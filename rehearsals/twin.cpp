// From the folder to the twin: collect, choose, build, live through it, ask it the same questions.
#include "rehearsals/twin.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/fault.hpp"
#include "labs/reading.hpp"
#include "rehearsals/twin_compare.hpp"
#include "rehearsals/twin_draft.hpp"
#include "rehearsals/twin_player.hpp"

namespace rehearsals {
namespace {

using grammar::Moment;

// The history as it is now, lived through up to the moment of collection.
void play(Draft& draft, Player& player) {
    std::vector<bool> shut(draft.devices.size(), false);
    for (const auto& act : draft.acts) {
        player.pass_until(act.at);
        const auto& device = draft.devices[act.device];
        const bool typed = std::any_of(act.lines.begin(), act.lines.end(),
                                       [](const auto& line) { return !line.starts_with("@"); });
        if (typed && !player.go_to(device.plan.name, *device.source.book)) {
            if (!shut[act.device]) {
                draft.assumed(
                    fmt::format("nobody gets in at the console of {}: what was typed "
                                "there is left out",
                                device.plan.name));
            }
            shut[act.device] = true;
            continue;
        }
        for (const auto& line : act.lines) player.type(line);
    }
    player.pass_until(draft.ends);
}

std::string show(Player& player, const ScreenRule& rule) {
    for (const auto& line : rule.before) player.type(line);
    auto shown = player.type(rule.command);
    for (const auto& line : rule.after) player.type(line);
    return shown;
}

std::vector<Comparison> compare_all(Draft& draft, Player& player) {
    std::vector<Comparison> compared;
    for (const auto& device : draft.devices) {
        if (!player.go_to(device.plan.name, *device.source.book)) continue;
        for (const auto& line : device.source.book->no_pager) player.type(line);
        for (const auto& capture : device.source.captures) {
            compared.push_back(compare(capture, show(player, *capture.rule), device.plan.name));
        }
    }
    return compared;
}

// What the twin's screens say of themselves.
Facts facts_of(const DraftDevice& device, Player& player) {
    Facts facts;
    if (!player.go_to(device.plan.name, *device.source.book)) return facts;
    for (auto capture : device.source.captures) {
        capture.lines = screen_lines(show(player, *capture.rule));
        read_facts(capture, facts);
    }
    return facts;
}

// Moves the acts towards the instants they aim at; true when any moved.
bool adjust(Draft& draft, Player& player) {
    constexpr auto most = std::chrono::minutes{30};
    bool moved = false;
    for (std::size_t at = 0; at < draft.devices.size(); ++at) {
        const auto& wanted = draft.devices[at].source.facts;
        const auto got = facts_of(draft.devices[at], player);
        for (auto& act : draft.acts) {
            if (act.device != at || act.aims.empty()) continue;
            grammar::Span off{};
            if (act.aims == "uptime") {
                const auto there = span_in(wanted.value(act.aims)),
                           here = span_in(got.value(act.aims));
                if (there && here) off = *here - *there;
            } else {
                const auto there = wanted.moment(act.aims), here = got.moment(act.aims);
                if (there && here) off = *there - *here;
            }
            if (off == off.zero() || std::chrono::abs(off) > most) continue;
            act.at += off;
            moved = true;
        }
    }
    return moved;
}

// Lines that no outline has are kept as they are; those that were refused are not there.
void note_configurations(Draft& draft, Player& player) {
    for (const auto& device : draft.devices) {
        if (device.startup_file.empty()) continue;
        const auto* played = player.lab().device(device.plan.name);
        const auto lines = lab::read_configuration(*device.plan.startup, played->profile());
        const Capture* from = nullptr;
        for (const auto& capture : device.source.captures) {
            if (capture.rule->configuration) from = &capture;
        }
        const auto place = [&](int number) {
            const auto at = static_cast<std::size_t>(number - 1);
            return from && at < from->lines.size() ? from->lines[at].number : 0;
        };
        for (const auto& line : lines) {
            if (line.edit.statement.known) continue;
            draft.twin.kept.push_back({from ? from->file : "", place(line.number), line.raw});
        }
    }
}

void hand_over(const Draft& draft) {
    auto& twin = draft.twin;
    for (const auto& device : draft.devices) {
        const auto& plan = device.plan;
        const auto& version = draft.library.load(plan.profile, plan.model)->version().text;
        twin.devices.push_back({plan.name, device.source.book->platform, plan.profile, plan.model,
                                plan.version.empty() ? version : plan.version, plan.serial});
    }
    twin.files = write_down(draft);
}

// A line the same word for word in one list is said once.
void tidy(std::vector<Remark>& remarks) {
    std::vector<Remark> once;
    for (auto& remark : remarks) {
        const bool there = std::any_of(once.begin(), once.end(), [&](const auto& other) {
            return other.file == remark.file && other.line == remark.line &&
                   other.text == remark.text;
        });
        if (!there) once.push_back(std::move(remark));
    }
    remarks = std::move(once);
}

}  // namespace

void live_through(Draft& draft) {
    constexpr int rounds = 4;
    for (int round = 1; round <= rounds; ++round) {
        Player player(plan_of(draft), draft.library);
        play(draft, player);
        draft.history = player.typed();
        if (round == rounds || !adjust(draft, player)) break;
    }
    // Nothing of what asked it stays with it.
    Player player(plan_of(draft), draft.library);
    note_configurations(draft, player);
    play(draft, player);
    draft.history = player.typed();
    draft.twin.compared = compare_all(draft, player);
}

Twin make_twin(const std::string& folder, profiles::Library& library, const std::string& labs) {
    const auto books = read_screen_books(library.folder());
    auto collection = collect(folder, books);
    auto sources = sources_of(collection);
    if (sources.empty()) {
        std::vector<grammar::Fault> faults{
            {folder, 0, 0, "holds no screen that a twin could be made of"}};
        for (const auto& remark : collection.ignored) {
            if (faults.size() > 20) break;
            faults.push_back({folder + "/" + remark.file, remark.line, 0, remark.text});
        }
        throw grammar::Faults(std::move(faults));
    }
    Twin twin;
    twin.from = folder;
    twin.masked = std::move(collection.masked);
    Draft draft{library, labs, {}, {}, {}, {}, {}, {}, twin, collection.network_file};
    for (auto& source : sources) draft.devices.push_back({std::move(source), {}, {}, {}});
    twin.ignored = std::move(collection.ignored);
    choose_software(draft, books);
    draft.begins = *grammar::read_moment("2026-01-12T13:00:00Z");
    build_world(draft);
    plan_history(draft);
    live_through(draft);
    hand_over(draft);
    for (auto* remarks :
         {&twin.understood, &twin.kept, &twin.ignored, &twin.assumed, &twin.masked}) {
        tidy(*remarks);
    }
    return twin;
}

}  // namespace rehearsals
