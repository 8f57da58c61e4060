// The authority's answers and what it does by itself; the owner's part is authority_portal.cpp.
#include "licensing/authority.hpp"

#include <algorithm>
#include <utility>

namespace licensing {

namespace {

bool usable(const Token& token, AuthorityTime now) {
    return !token.revoked && now < token.expires && (!token.uses_left || *token.uses_left > 0);
}

}  // namespace

Authority::Authority(AuthorityTraits traits, Chance chance, AuthorityState state)
    : traits_(std::move(traits)), chance_(chance), state_(std::move(state)) {}

Response Authority::answer(const Request& request, AuthorityTime now) {
    wake(now);  // what has ended by now is no ground for an answer
    Response response{request.id, Objected{}};
    const Span ahead = as_read_by_authority(request.sent) - now;
    if (state_.satellite && state_.satellite->certificate_ends <= now) {
        response.what = Objected{Objection::invalid_data, {}};
    } else if (state_.trying_again) {
        response.what = Objected{Objection::try_again, {}};
    } else if (ahead > traits_.tolerance || -ahead > traits_.tolerance) {
        response.what = Objected{Objection::date_beyond_tolerance,
                                 std::to_string(request.sent.time_since_epoch().count())};
    } else if (request.purpose >= Purpose::trust) {
        response.what = answer_policy(request, now);
    } else if (request.purpose == Purpose::registration) {
        response.what = enrol(request, now);
    } else {
        const auto instance = std::find_if(
            state_.instances.begin(), state_.instances.end(),
            [&](const Instance& i) { return i.id == request.instance && i.udi == request.udi; });
        response.what = instance == state_.instances.end()
                            ? Answer{Objected{Objection::signature_mismatch, {}}}
                            : serve(*instance, request, now);
    }
    return response;
}

Token* Authority::usable_token(const std::string& id, AuthorityTime now) {
    Token* token = token_named(id);
    return token && usable(*token, now) ? token : nullptr;
}

Answer Authority::enrol(const Request& request, AuthorityTime now) {
    Token* token = usable_token(request.token, now);
    if (!token) return Objected{Objection::token_not_valid, request.token};
    auto place = std::find_if(state_.instances.begin(), state_.instances.end(),
                              [&](const Instance& i) { return i.udi == request.udi; });
    if (place == state_.instances.end()) {
        place = state_.instances.emplace(place);
    } else if (!request.force) {
        return Objected{duplicate(*place), request.udi.pid + "," + request.udi.serial};
    }
    if (token->uses_left) --*token->uses_left;

    // By force nothing of the old instance remains but its place in the list.
    Instance fresh;
    fresh.id = uuid("instance", ++state_.serial);
    fresh.udi = request.udi;
    fresh.members = request.members;
    fresh.hostname = request.hostname;
    fresh.virtual_account = token->virtual_account;
    fresh.registered = now;
    fresh.export_allowed = token->export_allowed && exports();
    *place = std::move(fresh);
    return certify(*place, now);
}

Objection Authority::duplicate(const Instance& there) const {
    switch (state_.duplicates) {
        case Duplicates::plain: break;
        case Duplicates::by_product: return Objection::product_registered;
        case Duplicates::by_use:
            if (!there.claims.empty()) return Objection::consumption_without_force;
            break;
    }
    return Objection::already_registered;
}

Answer Authority::serve(Instance& instance, const Request& request, AuthorityTime now) {
    instance.last_contact = now;
    instance.hostname = request.hostname;
    instance.members = request.members;
    if (instance.policy) {  // it went back to an older release
        instance.policy.reset();
        instance.certificate_ends = now + traits_.certificate;
    }
    switch (request.purpose) {
        case Purpose::id_renewal: return certify(instance, now);
        case Purpose::authorization: hold(instance, request.claims); return grant(instance, now);
        case Purpose::deregistration:
            state_.instances.erase(state_.instances.begin() +
                                   (&instance - state_.instances.data()));
            return Deregistered{};
        case Purpose::conversion: return convert(instance, request);
        default: break;  // answered elsewhere
    }
    return Objected{Objection::failure_status, {}};
}

Registered Authority::certify(Instance& instance, AuthorityTime now) {
    instance.last_contact = now;
    instance.certificate_ends = now + traits_.certificate;
    Identity identity;
    identity.instance = instance.id;
    identity.issued = now;
    identity.expires = instance.certificate_ends;
    identity.smart_account = state_.smart_account;
    identity.virtual_account = instance.virtual_account;
    identity.export_allowed = instance.export_allowed;
    return Registered{std::move(identity)};
}

// Who asks for as much as before, or less, keeps the turn; who asks for more queues anew.
void Authority::hold(Instance& instance, const std::vector<Claim>& claims) {
    std::vector<Holding> holdings;
    for (const Claim& claim : claims) {
        const auto old =
            std::find_if(instance.claims.begin(), instance.claims.end(),
                         [&](const Holding& holding) { return holding.tag == claim.tag; });
        const bool keeps = old != instance.claims.end() && claim.count <= old->count;
        holdings.push_back(Holding{claim.tag, claim.count, keeps ? old->turn : ++state_.turn});
    }
    instance.claims = std::move(holdings);
}

std::optional<AuthorityTime> Authority::next_due() const {
    std::optional<AuthorityTime> due;
    const auto offer = [&due](AuthorityTime at) { due = due ? std::min(*due, at) : at; };
    for (const Instance& instance : state_.instances) {
        if (instance.policy) continue;  // trust has no end, and silence takes nothing back
        offer(instance.certificate_ends);
        if (!instance.claims.empty()) offer(instance.last_contact + traits_.silence);
    }
    return due;
}

void Authority::wake(AuthorityTime now) {
    std::erase_if(state_.instances, [now](const Instance& instance) {
        return !instance.policy && instance.certificate_ends <= now;
    });
    for (Instance& instance : state_.instances) {
        if (!instance.policy && instance.last_contact + traits_.silence <= now)
            instance.claims.clear();
    }
}

}  // namespace licensing
