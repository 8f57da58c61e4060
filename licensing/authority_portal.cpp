// What the authority's owner does: tokens, licences, product instances.
#include <algorithm>
#include <limits>
#include <utility>

#include "licensing/authority.hpp"

namespace licensing {

namespace {

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = i; j < i + 3; ++j) {
            group <<= 8U;
            if (j < bytes.size()) group |= static_cast<unsigned char>(bytes[j]);
        }
        const std::size_t filled = std::min<std::size_t>(bytes.size() - i, 3) + 1;
        for (std::size_t j = 0; j < 4; ++j) {
            text += j < filled ? digits[(group >> (18 - 6 * j)) & 63U] : '=';
        }
    }
    return text;
}

// As a browser puts it into a form: a line feed after every 60, = as %3D.
std::string wrapped(std::string_view text) {
    constexpr std::size_t line = 60;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i] == '=' ? std::string_view{"%3D"} : text.substr(i, 1);
        if ((i + 1) % line == 0 || i + 1 == text.size()) out += "%0A";
    }
    return out;
}

bool same_lot(const Licence& a, const Licence& b) {
    return a.tag == b.tag && a.ends == b.ends && a.name == b.name;
}

void put(VirtualAccount& account, const Licence& licence) {
    const auto lot = std::find_if(account.licences.begin(), account.licences.end(),
                                  [&](const Licence& known) { return same_lot(known, licence); });
    if (lot == account.licences.end()) {
        account.licences.push_back(licence);
    } else {
        lot->count += licence.count;
    }
}

long long listed(const VirtualAccount& account, const std::string& tag) {
    long long count = 0;
    for (const Licence& licence : account.licences) {
        if (licence.tag == tag) count += licence.count;
    }
    return count;
}

// Takes from the lots added last. An emptied lot stays: the account still knows the tag.
std::variant<std::vector<Licence>, AuthorityRefusal> take(VirtualAccount& account,
                                                          const std::string& tag, int count) {
    const bool known = std::any_of(account.licences.begin(), account.licences.end(),
                                   [&](const Licence& licence) { return licence.tag == tag; });
    if (!known) return AuthorityRefusal::no_licence;
    if (count < 1) return AuthorityRefusal::out_of_range;
    if (listed(account, tag) < count) return AuthorityRefusal::too_few;
    std::vector<Licence> taken;
    for (auto lot = account.licences.rbegin(); lot != account.licences.rend(); ++lot) {
        if (lot->tag != tag || lot->count == 0 || count == 0) continue;
        Licence part = *lot;
        part.count = std::min(lot->count, count);
        lot->count -= part.count;
        count -= part.count;
        taken.push_back(std::move(part));
    }
    return taken;
}

template <class Accounts> auto find_account(Accounts& accounts, const std::string& name) {
    const auto found = std::find_if(
        accounts.begin(), accounts.end(),
        [&](const VirtualAccount& account) { return name.empty() || account.name == name; });
    return found == accounts.end() ? nullptr : &*found;
}

}  // namespace

VirtualAccount* Authority::account_named(const std::string& name) {
    return find_account(state_.accounts, name);
}

const VirtualAccount* Authority::account_named(const std::string& name) const {
    return find_account(state_.accounts, name);
}

Token* Authority::token_named(const std::string& id) {
    const auto found = std::find_if(state_.tokens.begin(), state_.tokens.end(),
                                    [&](const Token& token) { return token.id == id; });
    return found == state_.tokens.end() ? nullptr : &*found;
}

Instance* Authority::by_serial(const std::string& serial) {
    const auto found =
        std::find_if(state_.instances.begin(), state_.instances.end(),
                     [&](const Instance& instance) { return instance.udi.serial == serial; });
    return found == state_.instances.end() ? nullptr : &*found;
}

// Version 4, variant 1, as random ones are.
std::string Authority::uuid(std::string_view purpose, std::uint64_t nth) const {
    std::string hex = chance_.text(traits_.party, purpose, nth, 32, "0123456789abcdef");
    hex[12] = '4';
    hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];
    for (const std::size_t place : {8U, 13U, 18U, 23U}) hex.insert(place, 1, '-');
    return hex;
}

std::string Authority::token_id(AuthorityTime now) const {
    std::string secret;
    for (std::uint64_t word = 0; word < 4; ++word) {
        std::uint64_t bits = chance_.draw(traits_.party, "token_secret", state_.serial * 4 + word);
        for (int byte = 0; byte < 8; ++byte, bits >>= 8U) {
            secret += static_cast<char>(bits & 0xffU);
        }
    }
    return wrapped(base64(uuid("token", state_.serial) + '-' +
                          std::to_string(now.time_since_epoch().count()) + '|' + base64(secret)));
}

std::variant<Token, AuthorityRefusal> Authority::create_token(std::string id, std::string account,
                                                              int days, std::optional<int> uses,
                                                              bool export_allowed,
                                                              AuthorityTime now) {
    const VirtualAccount* owner = account_named(account);
    if (!owner) return AuthorityRefusal::no_account;
    if (days < 1 || days > 365 || (uses && *uses < 1)) return AuthorityRefusal::out_of_range;
    if (!id.empty() && token_named(id)) return AuthorityRefusal::token_exists;
    if (export_allowed && !exports()) {
        return state_.exports ? AuthorityRefusal::too_old_to_export
                              : AuthorityRefusal::not_exporting;
    }
    ++state_.serial;
    Token made;
    made.id = id.empty() ? token_id(now) : std::move(id);
    made.virtual_account = owner->name;
    made.created = now;
    made.expires = now + std::chrono::days{days};
    made.uses_left = uses;
    made.export_allowed = export_allowed;
    state_.tokens.push_back(made);
    return made;
}

std::optional<AuthorityRefusal> Authority::revoke_token(const std::string& id) {
    Token* found = token_named(id);
    if (!found) return AuthorityRefusal::no_token;
    found->revoked = true;
    return std::nullopt;
}

std::optional<AuthorityRefusal> Authority::add_licence(const std::string& account,
                                                       Licence licence) {
    VirtualAccount* owner = account_named(account);
    if (!owner) return AuthorityRefusal::no_account;
    if (licence.count < 1 ||
        listed(*owner, licence.tag) > std::numeric_limits<int>::max() - licence.count) {
        return AuthorityRefusal::out_of_range;
    }
    put(*owner, licence);
    return std::nullopt;
}

std::optional<AuthorityRefusal> Authority::renew_licence(const std::string& account,
                                                         const std::string& tag,
                                                         AuthorityTime ends) {
    VirtualAccount* owner = account_named(account);
    if (!owner) return AuthorityRefusal::no_account;
    bool renewed = false;
    for (Licence& lot : owner->licences) {
        if (lot.tag != tag || !lot.ends) continue;
        lot.ends = ends;
        renewed = true;
    }
    if (!renewed) return AuthorityRefusal::no_licence;
    return std::nullopt;
}

std::optional<AuthorityRefusal> Authority::remove_licence(const std::string& account,
                                                          const std::string& tag, int count) {
    VirtualAccount* owner = account_named(account);
    if (!owner) return AuthorityRefusal::no_account;
    const auto taken = take(*owner, tag, count);
    if (const auto* refusal = std::get_if<AuthorityRefusal>(&taken)) return *refusal;
    return std::nullopt;
}

std::optional<AuthorityRefusal> Authority::move_licence(const std::string& from,
                                                        const std::string& to,
                                                        const std::string& tag, int count) {
    VirtualAccount* giver = account_named(from);
    VirtualAccount* taker = account_named(to);
    if (!giver || !taker) return AuthorityRefusal::no_account;
    if (giver != taker && listed(*taker, tag) > std::numeric_limits<int>::max() - count) {
        return AuthorityRefusal::out_of_range;
    }
    const auto taken = take(*giver, tag, count);
    if (const auto* refusal = std::get_if<AuthorityRefusal>(&taken)) return *refusal;
    for (const Licence& lot : std::get<std::vector<Licence>>(taken)) put(*taker, lot);
    return std::nullopt;
}

std::optional<AuthorityRefusal> Authority::remove_instance(const std::string& serial) {
    const Instance* found = by_serial(serial);
    if (!found) return AuthorityRefusal::no_instance;
    state_.instances.erase(state_.instances.begin() + (found - state_.instances.data()));
    return std::nullopt;
}

std::optional<AuthorityRefusal> Authority::move_instance(const std::string& serial,
                                                         const std::string& account) {
    Instance* found = by_serial(serial);
    if (!found) return AuthorityRefusal::no_instance;
    const VirtualAccount* target = account_named(account);
    if (!target) return AuthorityRefusal::no_account;
    if (found->virtual_account == target->name) return std::nullopt;
    found->virtual_account = target->name;
    // A newcomer there takes nothing from who was there before.
    for (Holding& holding : found->claims) holding.turn = ++state_.turn;
    return std::nullopt;
}

}  // namespace licensing
