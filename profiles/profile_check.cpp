// What the test that loads every profile asks of one: do its templates and messages fit the views,
// and what is each entry grounded on?
#include <algorithm>
#include <tuple>

#include "grammar/fault.hpp"
#include "profiles/profile.hpp"
#include "profiles/profile_data.hpp"

namespace profiles {
namespace {

using Views = std::map<std::string, Schema>;

class Check {
public:
    Check(const Profile::Data& data, const Views& views)
        : data_(data),
          views_(views),
          find_([&data](const std::string& name) { return data.find_template(name); }) {}

    std::vector<grammar::Fault> run() &&;

private:
    void read_templates();
    void check_templates();
    void check_messages();
    void check_notices();
    void check_names(const Template& text, const Schema& schema);
    void check_line(const Template& text, const Schema& schema);
    void check_formats(const Template& text, const Source& source);
    // What is found, or null and its faults.
    template <class Found> auto tried(Found find) -> decltype(find()) {
        try {
            return find();
        } catch (const grammar::Faults& faults) {
            adopt(faults);
            return nullptr;
        }
    }
    void adopt(const grammar::Faults& faults) {
        faults_.insert(faults_.end(), faults.list().begin(), faults.list().end());
    }

    const Profile::Data& data_;
    const Views& views_;
    Find find_;
    std::map<std::string, const Template*> templates_;
    std::set<std::string> used_;
    std::vector<grammar::Fault> faults_;
};

std::vector<grammar::Fault> Check::run() && {
    read_templates();
    check_templates();
    check_messages();
    check_notices();
    // A template that several views use has its faults once.
    const auto key = [](const grammar::Fault& fault) {
        return std::tie(fault.file, fault.line, fault.column, fault.what);
    };
    std::sort(faults_.begin(), faults_.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    const auto same = [&](const auto& a, const auto& b) { return key(a) == key(b); };
    faults_.erase(std::unique(faults_.begin(), faults_.end(), same), faults_.end());
    return std::move(faults_);
}

void Check::read_templates() {
    for (const auto& [name, path] : data_.template_files) {
        try {
            templates_.emplace(name, data_.find_template(name));
        } catch (const grammar::Faults& faults) {
            adopt(faults);
        }
    }
    for (const auto& [name, text] : templates_) {
        for (auto& use : text->uses()) used_.insert(std::move(use));
    }
}

void Check::check_templates() {
    for (const auto& [name, text] : templates_) {
        check_formats(*text, {"", text->file(), 0});
        const auto view = views_.find(name);
        if (view != views_.end()) {
            check_names(*text, view->second);
        } else if (!used_.contains(name) && !name.starts_with(canned_texts) &&
                   data_.model.overlays.empty()) {
            // Under an overlay a version has some that only its other models print.
            faults_.push_back({text->file(), 0, 0, "no view and no @use names this template"});
        }
    }
}

void Check::check_messages() {
    for (const auto& [name, unread] : data_.sheet.messages) {
        const auto* entry = tried([&] { return data_.find_message(name); });
        if (!entry) continue;
        const auto& source = entry->source;
        check_formats(*entry->value, source);
        const auto view = views_.find(name);
        if (view != views_.end()) {
            check_line(*entry->value, view->second);
            continue;
        }
        try {
            entry->value->check({}, find_);
        } catch (const grammar::Faults&) {
            faults_.push_back({source.file, source.line, 0,
                               "no view names the message '" + name + "', which has holes"});
        }
    }
}

// What an event offers is its view's business, when it has one.
void Check::check_notices() {
    for (const auto& [event, unread] : data_.sheet.notices) {
        const auto* entry = tried([&] { return data_.find_notice(event); });
        if (!entry) continue;
        check_formats(*entry->value.text, entry->source);
        const auto view = views_.find(event);
        if (view != views_.end()) check_line(*entry->value.text, view->second);
    }
}

void Check::check_names(const Template& text, const Schema& schema) {
    try {
        text.check(schema, find_);
    } catch (const grammar::Faults& faults) {
        adopt(faults);
    }
}

// Columns of a message count from its own beginning, which its file knows nothing of.
void Check::check_line(const Template& text, const Schema& schema) {
    const auto first = static_cast<std::ptrdiff_t>(faults_.size());
    check_names(text, schema);
    std::for_each(faults_.begin() + first, faults_.end(),
                  [](grammar::Fault& fault) { fault.column = 0; });
}

void Check::check_formats(const Template& text, const Source& source) {
    for (const auto& format : text.formats()) {
        if (data_.sheet.formats.contains(format)) continue;
        faults_.push_back({source.file, source.line, 0, "there is no format '" + format + "'"});
    }
}

void add(std::vector<Evidence>& all, const std::string& name, const Source& source) {
    all.push_back({name, source.from, source.file, source.line});
}

template <class T>
void add(std::vector<Evidence>& all, const std::string& section, const Section<T>& entries) {
    for (const auto& [name, entry] : entries) add(all, section + "." + name, entry.source);
}

}  // namespace

std::vector<grammar::Fault> Profile::check(const std::map<std::string, Schema>& views) const {
    return Check(*data_, views).run();
}

std::vector<Evidence> Profile::evidence() const {
    std::vector<Evidence> all;
    for (const auto& [name, path] : data_->template_files) {
        all.push_back({"template " + name + ".txt", find_template(name)->evidence(), path, 0});
    }
    const Sheet& sheet = data_->sheet;
    add(all, "words", sheet.words);
    for (const auto& [name, unread] : sheet.messages) {
        add(all, "messages." + name, data_->find_message(name)->source);
    }
    add(all, "intervals", sheet.intervals);
    add(all, "numbers", sheet.numbers);
    add(all, "texts", sheet.texts);
    add(all, "lists", sheet.lists);
    for (const auto& [event, unread] : sheet.notices) {
        add(all, "notices." + event, data_->find_notice(event)->source);
    }
    add(all, "defects", sheet.defects);
    const auto& model = data_->model.evidence;
    all.insert(all.end(), model.begin(), model.end());
    return all;
}

}  // namespace profiles
