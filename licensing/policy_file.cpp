#include "licensing/policy_file.hpp"

#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

namespace licensing {

namespace {

// <name key="value" ...> on a line of its own; values hold no quotes.
struct Element {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;

    std::string text(std::string_view key) const {
        for (const auto& [name_of, value] : attributes) {
            if (name_of == key) return value;
        }
        return {};
    }
    std::int64_t number(std::string_view key) const {
        const auto digits = text(key);
        std::int64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }
};

Element& with(Element& element, std::string key, std::string value) {
    std::erase(value, '"');
    element.attributes.emplace_back(std::move(key), std::move(value));
    return element;
}

Element& with(Element& element, std::string key, std::int64_t value) {
    return with(element, std::move(key), std::to_string(value));
}

std::string line(const Element& element) {
    std::string text = "<" + element.name;
    for (const auto& [key, value] : element.attributes) text += " " + key + "=\"" + value + "\"";
    return text + "/>\n";
}

std::optional<Element> read_element(std::string_view line) {
    if (!line.starts_with('<') || line.starts_with("<?") || line.starts_with("</")) {
        return std::nullopt;
    }
    line.remove_prefix(1);
    const auto named = line.find_first_of(" />");
    if (named == std::string_view::npos) return std::nullopt;
    Element element{std::string(line.substr(0, named)), {}};
    for (;;) {
        const auto key = line.find_first_not_of(' ', line.find(' '));
        const auto value = line.find("=\"");
        if (value == std::string_view::npos || key > value) return element;
        const auto end = line.find('"', value + 2);
        if (end == std::string_view::npos) return std::nullopt;
        element.attributes.emplace_back(line.substr(key, value - key),
                                        line.substr(value + 2, end - value - 2));
        line = line.substr(end + 1);
        if (!line.starts_with(' ')) return element;
    }
}

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<smartLicense>\n";
constexpr std::string_view foot = "</smartLicense>\n";

std::vector<Element> read_elements(const std::string& text) {
    std::vector<Element> elements;
    if (!text.starts_with(head)) return elements;
    std::string_view rest = std::string_view(text).substr(head.size());
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        if (auto element = read_element(rest.substr(0, end))) elements.push_back(*element);
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return elements;
}

Element about(std::string name, const Udi& udi) {
    Element element{std::move(name), {}};
    with(element, "pid", udi.pid);
    return with(element, "sn", udi.serial);
}

Udi udi_in(const Element& element) { return {element.text("pid"), element.text("sn")}; }

Element about(const UsageReport& report) {
    Element element{"rumReport", {}};
    with(element, "reportId", static_cast<std::int64_t>(report.id));
    with(element, "entitlementTag", report.tag);
    with(element, "feature", report.feature);
    with(element, "count", std::int64_t{report.count});
    with(element, "start", report.begins.time_since_epoch().count());
    return with(element, "end", report.ends.time_since_epoch().count());
}

UsageReport report_in(const Element& element) {
    UsageReport report;
    report.id = static_cast<std::uint64_t>(element.number("reportId"));
    report.tag = element.text("entitlementTag");
    report.feature = element.text("feature");
    report.count = static_cast<int>(element.number("count"));
    report.begins = DeviceTime{Span{element.number("start")}};
    report.ends = DeviceTime{Span{element.number("end")}};
    report.state = ReportState::closed;
    return report;
}

Element about(std::string name, const ReportingRule& rule) {
    Element element{"rule", {}};
    with(element, "kind", std::move(name));
    with(element, "first", rule.first / std::chrono::days{1});
    with(element, "frequency", rule.frequency / std::chrono::days{1});
    return with(element, "change", rule.change / std::chrono::days{1});
}

std::string policy_lines(const UsagePolicy& policy) {
    Element element{"policy", {}};
    with(element, "name", policy.name);
    std::string text = line(with(element, "ack", policy.acknowledged ? 1 : 0));
    text += line(about("perpetual", policy.perpetual));
    text += line(about("subscription", policy.subscription));
    text += line(about("enforced", policy.enforced));
    return text + line(about("export", policy.restricted));
}

void take_rule(UsagePolicy& policy, const Element& element) {
    const auto days = [&](std::string_view key) {
        return Span{std::chrono::days{element.number(key)}};
    };
    const ReportingRule rule{days("first"), days("frequency"), days("change")};
    const auto kind = element.text("kind");
    if (kind == "perpetual") policy.perpetual = rule;
    if (kind == "subscription") policy.subscription = rule;
    if (kind == "enforced") policy.enforced = rule;
    if (kind == "export") policy.restricted = rule;
}

std::optional<UsagePolicy> policy_in(const std::vector<Element>& elements) {
    std::optional<UsagePolicy> policy;
    for (const auto& element : elements) {
        if (element.name == "policy") {
            policy.emplace();
            policy->name = element.text("name");
            policy->acknowledged = element.number("ack") != 0;
        }
        if (element.name == "rule" && policy) take_rule(*policy, element);
    }
    return policy;
}

std::string account_line(const std::string& smart, const std::string& virtual_one) {
    Element element{"account", {}};
    with(element, "smart", smart);
    return line(with(element, "virtual", virtual_one));
}

}  // namespace

std::string written(const SavedAsk& saved) {
    std::string text{head};
    auto device = about("device", saved.udi);
    text += line(with(device, "hostname", saved.hostname));
    for (const auto& udi : saved.ask.members) text += line(about("trustRequest", udi));
    for (const auto& report : saved.ask.reports) text += line(about(report));
    return text + std::string(foot);
}

std::string written(const CarriedBack& back) {
    std::string text{head};
    if (const auto* trust = std::get_if<Trusted>(&back)) {
        Element element{"trust", {}};
        with(element, "instance", trust->instance);
        text += line(with(element, "issued", trust->issued.time_since_epoch().count()));
        for (const auto& udi : trust->members) text += line(about("trustCode", udi));
        text += account_line(trust->smart_account, trust->virtual_account);
    } else if (const auto* ack = std::get_if<Acknowledged>(&back)) {
        for (const auto id : ack->reports) {
            Element element{"rumAck", {}};
            text += line(with(element, "reportId", static_cast<std::int64_t>(id)));
        }
        if (ack->policy) text += policy_lines(*ack->policy);
        text += account_line(ack->smart_account, ack->virtual_account);
    } else {
        text += policy_lines(std::get<UsagePolicy>(back));
    }
    return text + std::string(foot);
}

std::optional<SavedAsk> read_saved(const std::string& text) {
    SavedAsk saved;
    for (const auto& element : read_elements(text)) {
        if (element.name == "device") {
            saved.udi = udi_in(element);
            saved.hostname = element.text("hostname");
        }
        if (element.name == "trustRequest") saved.ask.members.push_back(udi_in(element));
        if (element.name == "rumReport") saved.ask.reports.push_back(report_in(element));
    }
    if (saved.ask.members.empty() && saved.ask.reports.empty()) return std::nullopt;
    return saved;
}

std::optional<CarriedBack> read_carried(const std::string& text) {
    const auto elements = read_elements(text);
    std::optional<Trusted> trust;
    Acknowledged ack;
    std::string smart;
    std::string virtual_one;
    for (const auto& element : elements) {
        if (element.name == "trust") {
            trust.emplace();
            trust->instance = element.text("instance");
            trust->issued = AuthorityTime{Span{element.number("issued")}};
        }
        if (element.name == "trustCode" && trust) trust->members.push_back(udi_in(element));
        if (element.name == "rumAck") {
            ack.reports.push_back(static_cast<std::uint64_t>(element.number("reportId")));
        }
        if (element.name == "account") {
            smart = element.text("smart");
            virtual_one = element.text("virtual");
        }
    }
    if (trust) {
        trust->smart_account = smart;
        trust->virtual_account = virtual_one;
        return CarriedBack{*trust};
    }
    ack.policy = policy_in(elements);
    ack.smart_account = smart;
    ack.virtual_account = virtual_one;
    if (!ack.reports.empty()) return CarriedBack{ack};
    if (ack.policy) return CarriedBack{*ack.policy};
    return std::nullopt;
}

}  // namespace licensing
