// The authority's owner about what its accounts have: licences bought, moved and renewed, and the
// portal's page that shows all of it.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::Authority;
using licensing::AuthorityRefusal;
using licensing::AuthorityTime;

// Specific tags that a generic licence serves, and those of which the account never had any: they
// show beside it.
std::set<std::string> asked_but_not_owned(const Authority& authority,
                                          const licensing::VirtualAccount& account) {
    std::set<std::string> tags;
    for (const auto& instance : authority.state().instances) {
        if (instance.virtual_account != account.name) continue;
        for (const auto& holding : instance.claims) tags.insert(holding.tag);
    }
    for (const auto& licence : account.licences) tags.erase(licence.tag);
    return tags;
}

Lines list(const Authority& authority, AuthorityTime now) {
    Lines lines;
    for (const auto& account : authority.state().accounts) {
        std::set<std::string> seen;
        for (const auto& l : account.licences) {
            const int used = authority.used(account.name, l.tag);
            const int lent = authority.lent(account.name, l.tag, now);
            const int owned = authority.owned(account.name, l.tag, now);
            if (owned + used + lent == 0 || !seen.insert(l.tag).second) continue;
            lines.push_back(fmt::format("\"{}\" {} owned {} in use {}", account.name, l.tag, owned,
                                        used + lent));
        }
        for (const auto& tag : asked_but_not_owned(authority, account)) {
            lines.push_back(fmt::format("\"{}\" {} owned 0 in use {}", account.name, tag,
                                        authority.used(account.name, tag)));
        }
    }
    return lines;
}

// WHAT N [ACCOUNT] [days N | until MOMENT]
struct Order {
    std::string what;
    int count = 0;
    std::string account;
    std::optional<AuthorityTime> ends;
};

std::optional<Order> read_order(const Words& words, AuthorityTime now) {
    Order order;
    const auto count = words.size() > 4 ? stage_number(words[4]) : std::nullopt;
    if (!count || *count < 1) return std::nullopt;
    order.what = words[3];
    order.count = *count;
    std::size_t at = 5;
    const auto is_term = [&] { return words[at] == "days" || words[at] == "until"; };
    if (at < words.size() && !is_term()) order.account = words[at++];
    if (at == words.size()) return order;
    if (at + 2 != words.size() || !is_term()) return std::nullopt;
    order.ends = stage_term(words[at], words[at + 1], now);
    if (!order.ends) return std::nullopt;
    return order;
}

Lines add(World& world, Authority& authority, const Order& order) {
    auto sold = world.lab().sold(order.what, order.count);
    // What an account has already is known by its tag, whoever asks for it.
    for (const auto& account : authority.state().accounts) {
        for (const auto& l : account.licences) {
            if (l.tag != (sold ? sold->tag : order.what)) continue;
            const int count = sold ? sold->count : order.count;
            sold = l;
            sold->count = count;
        }
    }
    if (!sold) return no("no device of this lab asks for a licence " + order.what);
    sold->ends = order.ends;
    const auto refusal = authority.add_licence(order.account, *sold);
    if (refusal) return no(said(*refusal));
    auto line = fmt::format("added {} {}", sold->count, sold->tag);
    if (order.ends) line += " until " + moment(*order.ends);
    return {line};
}

Lines renew(Authority& authority, const Words& words, AuthorityTime now) {
    const auto ends = words.size() >= 6 ? stage_term(words[4], words[5], now) : std::nullopt;
    if (!ends || words.size() > 7) {
        return usage("@authority licence renew TAG days N|until MOMENT [ACCOUNT]");
    }
    const auto account = words.size() == 7 ? words[6] : "";
    const auto refusal = authority.renew_licence(account, words[3], *ends);
    if (refusal) return no(said(*refusal));
    return {words[3] + " is good until " + moment(*ends)};
}

}  // namespace

std::optional<AuthorityTime> stage_term(const std::string& key, const std::string& value,
                                        AuthorityTime now) {
    if (key == "days") {
        const auto days = stage_number(value);
        if (!days || *days < 1 || *days > 36500) return std::nullopt;
        return now + std::chrono::days{*days};
    }
    const auto at = key == "until" ? grammar::read_moment(value) : std::nullopt;
    if (!at) return std::nullopt;
    return AuthorityTime{at->time_since_epoch()};
}

Lines licence_direction(World& world, Authority& authority, const Words& words) {
    const std::string verb = words.size() > 2 ? words[2] : "list";
    const auto now = authority.clock(world.lab().timeline().now());
    if (verb == "list") return list(authority, now);
    if (verb == "renew") return renew(authority, words, now);
    const auto order = read_order(words, now);
    if (verb == "add" && order) return add(world, authority, *order);
    if (verb == "remove" && order && !order->ends) {
        const auto refusal = authority.remove_licence(order->account, order->what, order->count);
        if (refusal) return no(said(*refusal));
        return {fmt::format("removed {} {}", order->count, order->what)};
    }
    if (verb == "move" && words.size() == 7 && stage_number(words[4])) {
        const auto refusal =
            authority.move_licence(words[5], words[6], words[3], *stage_number(words[4]));
        if (refusal) return no(said(*refusal));
        return {fmt::format("moved {} {}", words[4], words[3])};
    }
    return usage(
        "@authority licence add TAG|PID N [ACCOUNT] [days N|until MOMENT] | "
        "renew TAG days N|until MOMENT | remove TAG N [ACCOUNT] | move TAG N FROM TO");
}

}  // namespace modes
