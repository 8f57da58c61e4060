// What leaves the authority's accounts for devices that talk to nobody, and what device led
// conversion puts into them.
#include <algorithm>
#include <utility>

#include "licensing/authority.hpp"

namespace licensing {

// With the universal licence of the product, where there is one; of several, the one that the
// request's mark says.
std::vector<Claim> Authority::all_claims(const ReservationRequest& request,
                                         std::vector<Claim> claims) const {
    if (request.kind != ReservationKind::universal) return claims;
    std::vector<std::string> tags;
    for (const VirtualAccount& owner : state_.accounts) {
        for (const Licence& licence : owner.licences) {
            const bool known = std::find(tags.begin(), tags.end(), licence.tag) != tags.end();
            if (licence.universal_for == request.udi.pid && !known) tags.push_back(licence.tag);
        }
    }
    for (const std::string& tag : tags) {
        if (tags.size() > 1 && !request.secret.starts_with(licence_mark(tag))) continue;
        claims.push_back({tag, 1});
        break;
    }
    return claims;
}

long long Authority::surplus(const std::string& account, const std::string& tag,
                             AuthorityTime now) const {
    return owned(account, tag, now) - static_cast<long long>(used(account, tag)) -
           lent(account, tag, now);
}

std::vector<Licence> Authority::lacking(const std::string& code, const std::vector<Claim>& claims,
                                        const std::string& account, AuthorityTime now) const {
    const auto request = read_request_code(code);
    const VirtualAccount* owner = account_named(account);
    std::vector<Licence> short_of;
    if (!request || !owner) return short_of;
    for (const Claim& claim : all_claims(*request, claims)) {
        const Licence* known = licence_known(owner->name, claim.tag);
        if (!known || surplus(owner->name, claim.tag, now) >= claim.count) continue;
        short_of.push_back(*known);
        short_of.back().count = claim.count;
    }
    return short_of;
}

std::variant<Reservation, AuthorityRefusal> Authority::reserve(const std::string& code,
                                                               const std::vector<Claim>& claims,
                                                               const std::string& account,
                                                               AuthorityTime now) {
    const auto request = read_request_code(code);
    if (!request) return AuthorityRefusal::not_a_request_code;
    if (!state_.reserves) return AuthorityRefusal::not_qualified;
    const VirtualAccount* owner = account_named(account);
    if (!owner) return AuthorityRefusal::no_account;
    const bool there = std::any_of(state_.reservations.begin(), state_.reservations.end(),
                                   [&](const Reservation& one) { return one.udi == request->udi; });
    if (there) return AuthorityRefusal::already_reserved;
    const bool universal = request->kind == ReservationKind::universal;
    if (claims.empty() && !universal) return AuthorityRefusal::nothing_to_reserve;
    const auto wanted = all_claims(*request, claims);
    auto reserved = reservable(*request, wanted, *owner, now);
    if (const auto* refusal = std::get_if<AuthorityRefusal>(&reserved)) return *refusal;
    Reservation made;
    made.udi = request->udi;
    made.kind = request->kind;
    made.virtual_account = owner->name;
    made.request_code = code;
    made.authorization_code =
        authorization_code(*request, std::get<std::vector<Reserved>>(reserved), exports(), now);
    made.claims = wanted;
    made.made = now;
    state_.reservations.push_back(made);
    return made;
}

std::variant<std::vector<Reserved>, AuthorityRefusal> Authority::reservable(
    const ReservationRequest& request, const std::vector<Claim>& claims,
    const VirtualAccount& owner, AuthorityTime now) const {
    std::vector<Reserved> reserved;
    for (const Claim& claim : claims) {
        if (claim.count < 1) return AuthorityRefusal::out_of_range;
        const Licence* licence = licence_known(owner.name, claim.tag);
        if (!licence) return AuthorityRefusal::no_licence;
        if (surplus(owner.name, claim.tag, now) < claim.count) return AuthorityRefusal::no_surplus;
        Reserved one;
        one.udi = request.udi;
        one.claim = claim;
        one.name = licence->name;
        one.description = licence->description;
        if (licence->ends) one.starts = now;
        one.ends = licence->ends;
        reserved.push_back(std::move(one));
    }
    return reserved;
}

std::variant<Reservation, AuthorityRefusal> Authority::take_back(const std::string& code) {
    for (auto one = state_.reservations.begin(); one != state_.reservations.end(); ++one) {
        const auto request = read_request_code(one->request_code);
        if (!request || return_code(one->authorization_code, *request) != code) continue;
        Reservation returned = std::move(*one);
        state_.reservations.erase(one);
        return returned;
    }
    return AuthorityRefusal::not_a_return_code;
}

Answer Authority::convert(const Instance& instance, const Request& request) {
    if (!state_.converts) return Objected{Objection::conversion_unsupported, {}};
    auto& done = state_.converted;
    if (std::find(done.begin(), done.end(), instance.udi) != done.end()) {
        return Objected{Objection::already_converted, {}};
    }
    done.push_back(instance.udi);
    for (const Claim& claim : request.claims) {
        Licence deposited;
        if (const Licence* known = licence_known(instance.virtual_account, claim.tag)) {
            deposited = *known;
        } else {
            deposited.name = deposited.description = claim.tag;
        }
        deposited.tag = claim.tag;
        deposited.count = claim.count;
        deposited.ends.reset();
        add_licence(instance.virtual_account, std::move(deposited));
    }
    return Converted{};
}

}  // namespace licensing
