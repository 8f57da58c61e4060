#include "labs/plan.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "labs/credentials_reader.hpp"
#include "labs/exercise_reader.hpp"
#include "labs/variables.hpp"
#include "profiles/yaml_reader.hpp"

namespace lab {
namespace {

using profiles::YamlReader;
using Node = YAML::Node;

class PlanReader {
public:
    PlanReader(const std::string& text, const std::string& file, std::optional<std::uint64_t> seed)
        : yaml_(text, file), exercise_(yaml_, plan_.exercise), access_(yaml_, plan_.access) {
        plan_.file = file;
        variables_ = draw_variables(yaml_, seed);
    }

    Plan read() {
        auto known = exercise_.keys();
        known.merge(YamlReader::Keys{
            {"clock", [&](auto& n) { plan_.clock = moment(n); }},
            {"seed", [&](auto& n) { plan_.seed = static_cast<std::uint64_t>(yaml_.number(n)); }},
            {"device", [&](auto& n) { plan_.device = named(n, opening_); }},
            {"desk", [&](auto& n) { plan_.desk = address(n); }},
            {"authorities", [&](auto& n) { each(n, [&](auto& a) { authority(a); }); }},
            {"collectors", [&](auto& n) { each(n, [&](auto& c) { collector(c); }); }},
            {"network", [&](auto& n) { network(n); }},
            {"devices", [&](auto& n) { each(n, [&](auto& d) { device(d); }); }},
            {"access", [&](auto& n) { access_.read(n); }}});
        keys(yaml_.root(), known);
        plan_.title = plan_.exercise.title.in("en");
        if (plan_.devices.empty()) yaml_.fault(yaml_.root(), "a lab needs at least one device");
        check_names();
        yaml_.finish();
        plan_.exercise.variables = std::move(variables_);
        return std::move(plan_);
    }

private:
    void keys(const Node& map, const YamlReader::Keys& known) { yaml_.keys(map, known); }
    void each(const Node& list, const std::function<void(const Node&)>& read) {
        yaml_.each(list, read);
    }
    grammar::Moment moment(const Node& node) { return yaml_.moment(node); }
    licensing::Span span(const Node& node) { return yaml_.span(node); }
    std::string address(const Node& node) {
        auto text = yaml_.text(node);
        if (!address_number(text)) yaml_.fault(node, "not an address: " + text);
        return text;
    }
    std::string mask(const Node& node) {
        auto text = address(node);
        const auto zeros = ~address_number(text).value_or(0);
        if ((zeros & (zeros + 1)) != 0) yaml_.fault(node, "not a mask: " + text);
        return text;
    }
    int count(const Node& node) {
        const auto number = yaml_.number(node);
        if (number < 0 || number > 1'000'000) yaml_.fault(node, "not a count from 0 to 1000000");
        return static_cast<int>(number);
    }
    std::string word(const Node& node) {
        auto text = yaml_.text(node);
        const bool plain = !text.empty() && std::all_of(text.begin(), text.end(),
                                                        [](char c) { return c > ' ' && c < 127; });
        if (!plain) yaml_.fault(node, "not a word without blanks");
        return text;
    }
    std::vector<std::string> addresses(const Node& node) {
        std::vector<std::string> list;
        each(node, [&](auto& n) { list.push_back(address(n)); });
        return list;
    }
    int port(const Node& node) {
        auto number = yaml_.number(node);
        if (number < 1 || number > 65535) yaml_.fault(node, "not a port");
        return static_cast<int>(number);
    }

    void authority(const Node& node) {
        AuthorityPlan made;
        keys(node,
             {{"name", [&](auto& n) { made.name = named(n, authorities_); }},
              {"clock", [&](auto& n) { made.clock = span(n); }},
              {"tolerance", [&](auto& n) { made.tolerance = span(n); }},
              {"smart_account", [&](auto& n) { made.state.smart_account = yaml_.text(n); }},
              {"stock", [&](auto& n) { made.stock = count(n); }},
              {"knows_policies", [&](auto& n) { made.state.policy.known = yaml_.boolean(n); }},
              {"usage_policy", [&](auto& n) { made.state.policy.policy = policy(n); }},
              {"satellite_of",
               [&](auto& n) {
                   made.satellite_of = named(n, parents_);
                   made.sync = std::chrono::days{30};
               }},
              {"sync", [&](auto& n) { made.sync = interval(n); }},
              {"certificate", [&](auto& n) { made.certificate = span(n); }},
              {"version", [&](auto& n) { made.version = version(n); }},
              {"exports", [&](auto& n) { made.state.exports = yaml_.boolean(n); }},
              {"duplicates", [&](auto& n) { made.state.duplicates = manner(n); }},
              {"reserves", [&](auto& n) { made.state.reserves = yaml_.boolean(n); }},
              {"converts", [&](auto& n) { made.state.converts = yaml_.boolean(n); }},
              {"hierarchy", [&](auto& n) { hierarchy(n, made); }},
              {"accounts", [&](auto& n) { each(n, [&](auto& a) { account(a, made); }); }},
              {"tokens", [&](auto& n) { each(n, [&](auto& t) { token(t, made); }); }}});
        if (made.name.empty()) yaml_.fault(node, "an authority needs a name");
        if (made.state.accounts.empty()) yaml_.fault(node, "an authority needs an account");
        check_tokens(made);
        check_exports(node, made);
        plan_.authorities.push_back(std::move(made));
    }

    void check_exports(const Node& node, const AuthorityPlan& authority) {
        const bool exports = authority.state.exports && exports_tokens(authority.version);
        for (const auto& token : authority.tokens) {
            if (exports || !token.export_allowed.value_or(false)) continue;
            yaml_.fault(node, "this authority has no token that allows export: " + token.id);
        }
    }

    // "30d", or "manual" for a satellite that reports only when it is told to.
    std::optional<licensing::Span> interval(const Node& node) {
        if (yaml_.text(node) == "manual") return std::nullopt;
        const auto every = span(node);
        if (every <= licensing::Span::zero()) yaml_.fault(node, "not a span such as 30d");
        return every;
    }

    licensing::Duplicates manner(const Node& node) {
        const auto text = yaml_.text(node);
        if (text == "by_product") return licensing::Duplicates::by_product;
        if (text == "by_use") return licensing::Duplicates::by_use;
        if (text != "plain") yaml_.fault(node, "not plain, by_product or by_use: " + text);
        return licensing::Duplicates::plain;
    }

    void hierarchy(const Node& node, AuthorityPlan& authority) {
        for (const auto& entry : yaml_.entries(node)) {
            authority.state.hierarchy.push_back({entry.key, yaml_.text(entry.value)});
        }
    }

    void collector(const Node& node) {
        CollectorPlan made;
        keys(node, {{"name", [&](auto& n) { made.traits.name = named(n, authorities_); }},
                    {"authority", [&](auto& n) { made.traits.authority = named(n, served_); }},
                    {"account", [&](auto& n) { made.traits.account = yaml_.text(n); }},
                    {"forward", [&](auto& n) { made.traits.forward = span(n); }},
                    {"online", [&](auto& n) { made.online = yaml_.boolean(n); }}});
        if (made.traits.name.empty()) yaml_.fault(node, "a collector needs a name");
        plan_.collectors.push_back(std::move(made));
    }

    licensing::ReportingRule rule(const Node& node) {
        std::vector<licensing::Span> days;
        each(node, [&](auto& n) { days.push_back(std::chrono::days{count(n)}); });
        if (days.size() != 3) yaml_.fault(node, "a rule is [first, frequency, change] in days");
        days.resize(3);
        return {days[0], days[1], days[2]};
    }

    licensing::UsagePolicy policy(const Node& node) {
        licensing::UsagePolicy made;
        keys(node, {{"name", [&](auto& n) { made.name = yaml_.text(n); }},
                    {"perpetual", [&](auto& n) { made.perpetual = rule(n); }},
                    {"subscription", [&](auto& n) { made.subscription = rule(n); }},
                    {"enforced", [&](auto& n) { made.enforced = rule(n); }},
                    {"export", [&](auto& n) { made.restricted = rule(n); }}});
        return made;
    }

    void account(const Node& node, AuthorityPlan& authority) {
        licensing::VirtualAccount made;
        std::vector<BoughtPlan> bought;
        keys(node,
             {{"name", [&](auto& n) { made.name = yaml_.text(n); }},
              {"licences", [&](auto& n) { each(n, [&](auto& l) { licence(l, made, bought); }); }}});
        for (auto& one : bought) one.account = made.name;
        authority.bought.insert(authority.bought.end(), bought.begin(), bought.end());
        authority.state.accounts.push_back(std::move(made));
    }

    void licence(const Node& node, licensing::VirtualAccount& account,
                 std::vector<BoughtPlan>& bought) {
        licensing::Licence made;
        std::string pid;
        keys(node, {{"pid", [&](auto& n) { pid = word(n); }},
                    {"tag", [&](auto& n) { made.tag = yaml_.text(n); }},
                    {"name", [&](auto& n) { made.name = yaml_.text(n); }},
                    {"description", [&](auto& n) { made.description = yaml_.text(n); }},
                    {"count", [&](auto& n) { made.count = count(n); }},
                    {"ends", [&](auto& n) {
                         made.ends = licensing::AuthorityTime{moment(n).time_since_epoch()};
                     }}});
        if (made.tag.empty() == pid.empty()) {
            yaml_.fault(node, "a licence needs a tag, or a pid instead");
        }
        if (!pid.empty()) {
            bought.push_back(
                {{}, pid, std::max(made.count, 1), made.ends, profiles::line_of(node)});
            return;
        }
        account.licences.push_back(std::move(made));
    }

    void check_tokens(const AuthorityPlan& authority) {
        std::set<std::string> accounts;
        for (const auto& account : authority.state.accounts) accounts.insert(account.name);
        each_once(std::exchange(tokens_, {}), "tokens are named");
        all_known(std::exchange(accounts_, {}), accounts, "account is named");
    }

    void token(const Node& node, AuthorityPlan& authority) {
        TokenPlan made;
        keys(node, {{"id", [&](auto& n) { made.id = named(n, tokens_); }},
                    {"account", [&](auto& n) { made.account = named(n, accounts_); }},
                    {"days", [&](auto& n) { made.days = static_cast<int>(yaml_.number(n)); }},
                    {"uses", [&](auto& n) { made.uses = static_cast<int>(yaml_.number(n)); }},
                    {"export", [&](auto& n) { made.export_allowed = yaml_.boolean(n); }}});
        if (made.days < 1 || made.days > 365) yaml_.fault(node, "a token lives 1 to 365 days");
        if (made.uses.value_or(1) < 1) yaml_.fault(node, "a token has at least one use");
        authority.tokens.push_back(std::move(made));
    }

    void network(const Node& node) {
        auto& net = plan_.network;
        keys(node, {{"fastest", [&](auto& n) { net.fastest = span(n); }},
                    {"slowest", [&](auto& n) { net.slowest = span(n); }},
                    {"hosts", [&](auto& n) { each(n, [&](auto& h) { host(h); }); }},
                    {"name_servers", [&](auto& n) { each(n, [&](auto& s) { name_server(s); }); }},
                    {"proxies", [&](auto& n) { each(n, [&](auto& p) { proxy(p); }); }},
                    {"segments", [&](auto& n) { each(n, [&](auto& s) { segment(s); }); }},
                    {"blocked", [&](auto& n) { each(n, [&](auto& f) { blocked(f); }); }},
                    {"certificate_authorities",
                     [&](auto& n) { each(n, [&](auto& c) { certificate_authority(c); }); }},
                    {"interceptor", [&](auto& n) { net.interceptor = named(n, trusted_); }},
                    {"only_proxies_reach_outside",
                     [&](auto& n) { net.only_proxies_reach_outside = yaml_.boolean(n); }},
                    {"intercepting", [&](auto& n) { net.intercepting = yaml_.boolean(n); }}});
    }

    void host(const Node& node) {
        Host made;
        keys(node,
             {{"name", [&](auto& n) { made.name = yaml_.text(n); }},
              {"addresses", [&](auto& n) { made.addresses = addresses(n); }},
              {"ports", [&](auto& n) { each(n, [&](auto& p) { made.ports.push_back(port(p)); }); }},
              {"authority", [&](auto& n) { made.authority = named(n, served_); }},
              {"paths", [&](auto& n) { made.paths = yaml_.texts(n); }},
              {"trusted", [&](auto& n) { made.trusted = yaml_.boolean(n); }},
              {"pages", [&](auto& n) { made.pages = yaml_.boolean(n); }},
              {"server_auth", [&](auto& n) { made.server_auth = yaml_.boolean(n); }},
              {"serial", [&](auto& n) { made.serial = yaml_.text(n); }},
              {"roots", [&](auto& n) { made.roots = yaml_.text(n); }},
              {"issuer", [&](auto& n) { made.issuer = named(n, trusted_); }},
              {"certificate_country", [&](auto& n) { made.certificate_country = yaml_.text(n); }},
              {"certificate_names", [&](auto& n) { made.certificate_names = yaml_.texts(n); }},
              {"ntp", [&](auto& n) { made.tells_time = yaml_.boolean(n); }},
              {"stratum", [&](auto& n) { made.stratum = stratum(n); }},
              {"tcp", [&](auto& n) { tcp(n, made.tcp); }}});
        if (made.name.empty()) yaml_.fault(node, "a host needs a name");
        if (made.addresses.empty()) yaml_.fault(node, "a host needs an address");
        plan_.network.hosts.push_back(std::move(made));
    }

    void tcp(const Node& node, TcpManner& made) {
        keys(node, {{"segment", [&](auto& n) { made.segment = segment_size(n); }},
                    {"window", [&](auto& n) { made.window = port(n); }},
                    {"stamps", [&](auto& n) { made.stamps = yaml_.boolean(n); }}});
    }
    int segment_size(const Node& node) {
        const auto number = yaml_.number(node);
        if (number < 500 || number > 1460) yaml_.fault(node, "not a segment of 500 to 1460");
        return static_cast<int>(number);
    }
    int stratum(const Node& node) {
        const auto number = yaml_.number(node);
        if (number < 1 || number > 15) yaml_.fault(node, "not a stratum from 1 to 15");
        return static_cast<int>(number);
    }

    void certificate_authority(const Node& node) {
        CertificateAuthority made;
        keys(node, {{"name", [&](auto& n) { made.name = named(n, issuers_); }},
                    {"subject", [&](auto& n) { made.subject = yaml_.text(n); }},
                    {"built_in", [&](auto& n) { made.built_in = yaml_.boolean(n); }},
                    {"published", [&](auto& n) { made.published = yaml_.boolean(n); }},
                    {"revocations", [&](auto& n) { made.revocations = url(n); }}});
        if (made.name.empty()) yaml_.fault(node, "a certificate authority needs a name");
        if (made.subject.empty()) made.subject = "cn=" + made.name;
        plan_.network.certificate_authorities.push_back(std::move(made));
    }

    std::string url(const Node& node) {
        auto text = yaml_.text(node);
        if (!read_url(text)) yaml_.fault(node, "not a URL: " + text);
        return text;
    }

    void name_server(const Node& node) {
        NameServerHost made;
        keys(node, {{"address", [&](auto& n) { made.address = address(n); }},
                    {"answers", [&](auto& n) { made.answers = yaml_.boolean(n); }}});
        plan_.network.name_servers.push_back(std::move(made));
    }

    void proxy(const Node& node) {
        ProxyHost made;
        keys(node, {{"name", [&](auto& n) { made.name = yaml_.text(n); }},
                    {"addresses", [&](auto& n) { made.addresses = addresses(n); }},
                    {"port", [&](auto& n) { made.port = port(n); }},
                    {"answers", [&](auto& n) { made.answers = yaml_.boolean(n); }},
                    {"forbids", [&](auto& n) { made.forbids = yaml_.boolean(n); }},
                    {"opens_tls_as", [&](auto& n) { made.opens_tls_as = named(n, trusted_); }}});
        plan_.network.proxies.push_back(std::move(made));
    }

    void segment(const Node& node) {
        Segment made;
        keys(node, {{"name", [&](auto& n) { made.name = named(n, segments_); }},
                    {"network", [&](auto& n) { made.network = address(n); }},
                    {"mask", [&](auto& n) { made.mask = mask(n); }},
                    {"gateway", [&](auto& n) { made.gateway = address(n); }},
                    {"outside", [&](auto& n) { made.outside = yaml_.boolean(n); }}});
        plan_.network.segments.push_back(std::move(made));
    }

    void blocked(const Node& node) {
        auto text = yaml_.text(node);
        if (auto filter = read_filter(text))
            plan_.network.filters.push_back(*filter);
        else
            yaml_.fault(node, "not HOST or HOST:PORT: " + text);
    }

    void device(const Node& node) {
        DevicePlan made;
        made.line = profiles::line_of(node);
        keys(node,
             {{"name", [&](auto& n) { made.name = named(n, devices_); }},
              {"profile", [&](auto& n) { made.profile = yaml_.text(n); }},
              {"model", [&](auto& n) { made.model = yaml_.text(n); }},
              {"version", [&](auto& n) { made.version = version(n); }},
              {"hostname", [&](auto& n) { made.hostname = yaml_.text(n); }},
              {"pid", [&](auto& n) { made.pid = yaml_.text(n); }},
              {"serial", [&](auto& n) { made.serial = word(n); }},
              {"members", [&](auto& n) { each(n, [&](auto& m) { member(m, made); }); }},
              {"supervisors", [&](auto& n) { each(n, [&](auto& s) { supervisor(s, made); }); }},
              {"activation_key", [&](auto& n) { made.activation_key = yaml_.boolean(n); }},
              {"mac", [&](auto& n) { made.mac = yaml_.text(n); }},
              {"chassis", [&](auto& n) { chassis(n, made); }},
              {"slot", [&](auto& n) { slot(n, made); }},
              {"clock", [&](auto& n) { made.clock = span(n); }},
              {"images", [&](auto& n) { each(n, [&](auto& i) { image(i, made); }); }},
              {"startup", [&](auto& n) { made.startup = yaml_.text(n); }},
              {"startup_file", [&](auto& n) { made.startup = text_beside(yaml_, n, variables_); }},
              {"startup_template",
               [&](auto& n) {
                   made.startup = yaml_.text(n);
                   made.startup_is_template = true;
               }},
              {"day0", [&](auto& n) { made.day0 = yaml_.text(n); }},
              {"hypervisor", [&](auto& n) { made.hypervisor = yaml_.text(n); }},
              {"factory", [&](auto& n) { made.factory = yaml_.boolean(n); }},
              {"defects", [&](auto& n) { made.defects = yaml_.texts(n); }},
              {"cables", [&](auto& n) { cables(n, made.name); }}});
        if (made.name.empty()) yaml_.fault(node, "a device needs a name");
        if (made.profile.empty()) yaml_.fault(node, "a device needs a profile");
        if (made.serial.empty()) yaml_.fault(node, "a device needs a serial number");
        if (made.chassis.empty() && made.slot_line > 0) {
            yaml_.fault(node, "a device with a slot needs a chassis");
        }
        if (!made.chassis.empty() && made.clock != licensing::Span{}) {
            yaml_.fault(node, "a module has its chassis's clock");
        }
        plan_.devices.push_back(std::move(made));
    }

    void chassis(const Node& node, DevicePlan& device) {
        device.chassis = named(node, hosting_);
        note_place(node, device);
    }

    void slot(const Node& node, DevicePlan& device) {
        device.slot = static_cast<int>(yaml_.number(node));
        note_place(node, device);
    }

    void note_place(const Node& node, DevicePlan& device) {
        device.slot_line = profiles::line_of(node);
        device.slot_column = node.Mark().column + 1;
    }

    void member(const Node& node, DevicePlan& device) {
        Member made;
        keys(node, {{"serial", [&](auto& n) { made.serial = word(n); }},
                    {"model", [&](auto& n) { made.model = yaml_.text(n); }}});
        if (made.serial.empty()) yaml_.fault(node, "a member needs a serial number");
        device.members.push_back(std::move(made));
    }

    void supervisor(const Node& node, DevicePlan& device) {
        std::string serial;
        keys(node, {{"serial", [&](auto& n) { serial = word(n); }}});
        if (serial.empty()) yaml_.fault(node, "a supervisor needs a serial number");
        device.supervisors.push_back(std::move(serial));
    }

    std::string version(const Node& node) {
        auto text = yaml_.text(node);
        if (!grammar::read_version(text)) yaml_.fault(node, "not a version: " + text);
        return text;
    }

    void image(const Node& node, DevicePlan& device) {
        File made;
        made.size = 100'000'000;
        keys(node, {{"file", [&](auto& n) { made.path = yaml_.text(n); }},
                    {"version", [&](auto& n) { made.version = version(n); }},
                    {"size", [&](auto& n) { made.size = yaml_.number(n); }},
                    {"text", [&](auto& n) {
                         made.text = yaml_.text(n);
                         made.size = static_cast<long>(made.text.size());
                     }}});
        device.images.push_back(std::move(made));
    }

    // `name` stands above `cables`, so that a cable knows whose it is.
    void cables(const Node& node, const std::string& device) {
        if (device.empty()) yaml_.fault(node, "state the device's name above its cables");
        for (const auto& entry : yaml_.entries(node)) {
            plan_.network.cables.push_back(
                {device, entry.key, named(entry.value, plugged_), false});
        }
    }

    // A name where it is given or used.
    struct Named {
        std::string name;
        Node at;
    };
    using Names = std::vector<Named>;

    std::set<std::string> each_once(const Names& names, const std::string& what) {
        std::set<std::string> all;
        for (const auto& [name, at] : names) {
            if (!all.insert(name).second) yaml_.fault(at, fmt::format("two {} {}", what, name));
        }
        return all;
    }
    void all_known(const Names& used, const std::set<std::string>& known, const std::string& what) {
        for (const auto& [name, at] : used) {
            if (!known.contains(name)) yaml_.fault(at, fmt::format("no {} {}", what, name));
        }
    }
    void check_names() {
        const auto devices = each_once(devices_, "devices are named");
        all_known(opening_, devices, "device is named");
        all_known(hosting_, devices, "device is named");
        exercise_.check_names(devices);
        access_.check_names(devices);
        all_known(served_, each_once(authorities_, "authorities are named"), "authority is named");
        std::set<std::string> authorities;
        for (const auto& authority : plan_.authorities) authorities.insert(authority.name);
        all_known(parents_, authorities, "authority is named");
        all_known(trusted_, each_once(issuers_, "certificate authorities are named"),
                  "certificate authority is named");
        all_known(plugged_, each_once(segments_, "segments are named"), "segment is named");
    }
    std::string named(const Node& node, Names& names) {
        names.push_back({yaml_.text(node), node});
        return names.back().name;
    }

    YamlReader yaml_;
    Plan plan_;
    ExerciseReader exercise_;
    CredentialsReader access_;
    Variables variables_;
    Names devices_, authorities_, segments_, issuers_;  // where each is named
    Names tokens_, accounts_;                           // of the authority being read
    // Where each is meant.
    Names opening_, hosting_, served_, plugged_, parents_, trusted_;
};

}  // namespace

bool exports_tokens(const std::string& version) {
    static const auto first = grammar::read_version("2.3.0");
    const auto read = grammar::read_version(version);
    return !read || *read >= *first;
}

Plan read_plan(const std::string& text, const std::string& file,
               std::optional<std::uint64_t> seed) {
    return PlanReader(text, file, seed).read();
}

}  // namespace lab
