#include "licensing/reservation.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "licensing/chance.hpp"

namespace licensing {

namespace {

// Letters that follow from a text and nothing else: what stands for a signature here.
std::string digest(std::string_view text, std::string_view purpose, std::size_t length,
                   std::string_view letters) {
    return Chance{1}.text(text, purpose, 0, length, letters);
}

constexpr std::string_view hex = "0123456789ABCDEF";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string date_text(const std::optional<AuthorityTime>& at) {
    if (!at) return {};
    const std::chrono::sys_time<Span> time{at->time_since_epoch()};
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%s-%02u UTC", int{day.year()},
                  std::string(months[unsigned{day.month()} - 1]).c_str(), unsigned{day.day()});
    return text.data();
}

int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::optional<AuthorityTime> read_date(std::string_view text) {
    if (text.size() < 11) return std::nullopt;
    for (unsigned month = 0; month < 12; ++month) {
        if (text.substr(5, 3) != months[month]) continue;
        const std::chrono::year_month_day day{
            std::chrono::year{number(text.substr(0, 4))}, std::chrono::month{month + 1},
            std::chrono::day{static_cast<unsigned>(number(text.substr(9, 2)))}};
        return AuthorityTime{std::chrono::sys_days{day}.time_since_epoch()};
    }
    return std::nullopt;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else
            out += c;
    }
    return out;
}

std::string unescaped(std::string text) {
    for (const auto& [from, to] : {std::pair{"&lt;", "<"}, std::pair{"&amp;", "&"}}) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
            text.replace(at, std::string_view(from).size(), to);
        }
    }
    return text;
}

void put(std::string& text, const std::string& name, std::string_view value) {
    text += "<" + name + ">" + escaped(value) + "</" + name + ">";
}

// What stands between <name> and </name>, from `at` on; `at` moves behind it.
std::optional<std::string> part(const std::string& text, const std::string& name, std::size_t& at) {
    const auto open = text.find("<" + name + ">", at);
    if (open == std::string::npos) return std::nullopt;
    const auto begin = open + name.size() + 2;
    const auto end = text.find("</" + name + ">", begin);
    if (end == std::string::npos) return std::nullopt;
    at = end + name.size() + 3;
    return text.substr(begin, end - begin);
}

std::string value(const std::string& text, const std::string& name) {
    std::size_t at = 0;
    return unescaped(part(text, name, at).value_or(""));
}

std::string signature(const std::string& request, const std::string& body) {
    return "MEUCIQ" + digest(request + body, "signature", 88, base64_digits) + "==";
}

// The elements of a published sample of such a file; the signature is ours.
std::string body_of(const ReservationRequest& request, const std::vector<Reserved>& reserved,
                    AuthorityTime now) {
    std::string text = "<authorizationCode>";
    put(text, "flag", "A");
    put(text, "version", "C");
    put(text, "piid", digest(request.code, "piid", 32, "0123456789abcdef"));
    put(text, "timestamp", std::to_string(now.time_since_epoch().count()));
    text += "<entitlements>";
    for (const Reserved& one : reserved) {
        text += "<entitlement>";
        put(text, "tag", one.claim.tag);
        put(text, "count", std::to_string(one.claim.count));
        put(text, "startDate", date_text(one.starts));
        put(text, "endDate", date_text(one.ends));
        put(text, "licenseType", one.ends ? "TERM" : "PERPETUAL");
        put(text, "displayName", one.name);
        put(text, "tagDescription", one.description);
        text += "</entitlement>";
    }
    return text + "</entitlements></authorizationCode>";
}

std::vector<Reserved> entitlements_in(const std::string& body, const Udi& udi) {
    std::vector<Reserved> reserved;
    std::size_t at = 0;
    while (const auto text = part(body, "entitlement", at)) {
        Reserved one;
        one.udi = udi;
        one.claim = {value(*text, "tag"), number(value(*text, "count"))};
        one.name = value(*text, "displayName");
        one.description = value(*text, "tagDescription");
        one.starts = read_date(value(*text, "startDate"));
        one.ends = read_date(value(*text, "endDate"));
        reserved.push_back(std::move(one));
    }
    return reserved;
}

std::string grouped(const std::string& letters) {
    std::string text;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (i > 0 && i % 6 == 0) text += '-';
        text += letters[i];
    }
    return text;
}

// Asked for universally, there is nothing to list.
std::string universal_code(const ReservationRequest& request, bool exports) {
    const auto* what = exports ? "universal" : "universal, not exported";
    if (request.form == CodeForm::braces) {
        return "AA" + digest(request.code, what, 22, code_letters) + "{MEYCIQ" +
               digest(request.code, "signature", 88, base64_digits) + "==";
    }
    return grouped("B" + digest(request.code, what, 35, code_letters));
}

std::optional<ReservationRequest> read_braces(const std::string& code) {
    constexpr std::string_view serial_mark = ", S:";
    const auto serial = code.find(serial_mark);
    const auto secret = code.find('{');
    if (serial == std::string::npos || secret == std::string::npos || secret < serial) {
        return std::nullopt;
    }
    ReservationRequest request;
    request.kind =
        code.starts_with("ABP:") ? ReservationKind::universal : ReservationKind::specific;
    request.form = CodeForm::braces;
    const auto from = serial + serial_mark.size();
    request.udi = {code.substr(4, serial - 4), code.substr(from, secret - from)};
    request.code = code;
    request.secret = code.substr(secret + 1);
    return request;
}

// A PID has dashes of its own, a serial number has none.
std::optional<ReservationRequest> read_dashes(const std::string& code) {
    const auto colon = code.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto dash = code.find('-', colon);
    if (dash == std::string::npos) return std::nullopt;
    ReservationRequest request;
    request.kind =
        code.starts_with("BB-Z") ? ReservationKind::universal : ReservationKind::specific;
    request.form = CodeForm::dashes;
    request.udi = {code.substr(4, colon - 4), code.substr(colon + 1, dash - colon - 1)};
    request.code = code;
    request.secret = code.substr(dash + 1);
    return request;
}

}  // namespace

std::size_t secret_length(CodeForm form) { return form == CodeForm::braces ? 22 : 9; }

std::string licence_mark(const std::string& tag) {
    return tag.empty() ? std::string() : digest(tag, "licence", 3, code_letters);
}

std::string request_code(ReservationKind kind, CodeForm form, const Udi& udi,
                         std::string_view secret) {
    const bool universal = kind == ReservationKind::universal;
    std::string code;
    if (form == CodeForm::braces) {
        code = (universal ? "ABP:" : "ACP:") + udi.pid + ", S:" + udi.serial + "{";
        code += secret;
        return code + "{" + digest(code, "check", 6, hex);
    }
    code = (universal ? "BB-Z" : "CB-Z") + udi.pid + ":" + udi.serial + "-";
    code += secret;
    return code + "-" + digest(code, "check", 2, hex);
}

std::optional<ReservationRequest> read_request_code(const std::string& code) {
    const bool dashes = code.starts_with("BB-Z") || code.starts_with("CB-Z");
    const bool braces = code.starts_with("ABP:") || code.starts_with("ACP:");
    if (!dashes && !braces) return std::nullopt;
    auto request = braces ? read_braces(code) : read_dashes(code);
    const std::size_t check = braces ? 6 : 2;
    if (!request || code.size() <= check + 1) return std::nullopt;
    const auto signed_part = code.substr(0, code.size() - check - 1);
    if (digest(signed_part, "check", check, hex) != code.substr(code.size() - check)) {
        return std::nullopt;  // mistyped
    }
    return request;
}

std::string authorization_code(const ReservationRequest& request,
                               const std::vector<Reserved>& reserved, bool exports,
                               AuthorityTime now) {
    if (request.kind == ReservationKind::universal) return universal_code(request, exports);
    const std::string body = body_of(request, reserved, now);
    return "<specificPLR>" + body + "<signature>" + signature(request.code, body) +
           "</signature><udi>P:" + request.udi.pid + ",S:" + request.udi.serial +
           "</udi></specificPLR>";
}

std::optional<Authorizes> read_authorization_code(const std::string& code,
                                                  const std::string& request_code) {
    const auto request = read_request_code(request_code);
    if (!request) return std::nullopt;
    if (request->kind == ReservationKind::universal) {
        for (const bool exports : {true, false}) {
            if (code == universal_code(*request, exports)) return Authorizes{{}, exports};
        }
        return std::nullopt;
    }
    std::size_t at = 0;
    const auto inner = part(code, "authorizationCode", at);
    if (!inner) return std::nullopt;
    const auto body = "<authorizationCode>" + *inner + "</authorizationCode>";
    if (value(code, "signature") != signature(request_code, body)) return std::nullopt;
    return Authorizes{entitlements_in(body, request->udi), true};
}

std::string confirmation_code(const std::string& authorization_code) {
    return digest(authorization_code, "confirmation", 8, "0123456789abcdef");
}

// Seed 003 shows the one with braces; iosxe.md 5.1 has the groups of six, their number is
// inferred.
std::string return_code(const std::string& authorization_code, const ReservationRequest& request) {
    if (request.form == CodeForm::braces) {
        return "A" + digest(authorization_code, "return", 22, code_letters) + "{" +
               digest(authorization_code, "proof", 43, base64_digits) + "=";
    }
    return grouped("C" + digest(authorization_code, "return", 35, code_letters));
}

}  // namespace licensing
