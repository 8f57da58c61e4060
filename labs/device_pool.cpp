// The pool of public roots: a bundle that the maker publishes, fetched by hand or by the device
// itself once a day, so that servers whose certificates come of another root are trusted again.
#include <algorithm>
#include <charconv>

#include "labs/device.hpp"
#include "labs/roots.hpp"

namespace lab {
namespace {

using std::chrono::days;

// "22:00:00"; midnight for anything else.
licensing::Span time_of_day(std::string_view text) {
    licensing::Span total{};
    for (const auto unit :
         {std::chrono::seconds{3600}, std::chrono::seconds{60}, std::chrono::seconds{1}}) {
        int number = 0;
        const auto end = std::min(text.find(':'), text.size());
        std::from_chars(text.data(), text.data() + end, number);
        total += unit * number;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return total;
}

std::string joined_hex(std::string_view bytes) {
    std::string words;
    for (const auto& line : hex_lines(bytes)) words += line;
    return words;
}

}  // namespace

std::string Device::pool_url() const {
    const auto& own = settings_.pki.pool.url;
    return own.empty() ? profile_->text("trustpool.url") : own;
}

// What the maker's bundle holds: the roots that units come with, and what the world has published.
std::optional<std::vector<CertificateAuthority>> Device::fetch_bundle(const std::string& url) {
    auto published = around_.network.fetch_roots(sender(), url, lab_now());
    if (!published) return std::nullopt;
    std::vector<CertificateAuthority> bundle;
    for (const auto& root : roots_of(*profile_)) bundle.push_back(root.authority);
    bundle.insert(bundle.end(), published->begin(), published->end());
    return bundle;
}

std::optional<Device::Imported> Device::look_at_roots(const std::string& url) {
    const auto bundle = fetch_bundle(url);
    if (!bundle) return std::nullopt;
    Imported imported;
    for (const auto& authority : *bundle) {
        ++imported.attempted;
        imported.bytes += static_cast<long>(certificate_of(authority).size());
    }
    return imported;
}

std::optional<Device::Imported> Device::import_roots(const std::string& url) {
    const auto bundle = fetch_bundle(url);
    if (!bundle) return std::nullopt;
    Imported imported;
    auto& pool = chassis_.trust_pool;
    for (const auto& authority : *bundle) {
        const auto words = joined_hex(certificate_of(authority));
        ++imported.attempted;
        if (std::find(pool.begin(), pool.end(), words) != pool.end()) {
            ++imported.duplicates;
        } else {
            ++imported.installed;
            pool.push_back(words);
        }
    }
    if (imported.installed > 0) derive();
    return imported;
}

void Device::empty_pool() {
    chassis_.trust_pool.clear();
    derive();
}

bool Device::remove_from_pool(const std::string& fingerprint) {
    const auto taken = std::erase_if(chassis_.trust_pool, [&](const std::string& words) {
        auto print = fingerprints_of(bytes_of_hex(words)).sha1;
        std::erase(print, ' ');
        return std::equal(
            print.begin(), print.end(), fingerprint.begin(), fingerprint.end(),
            [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    });
    derive();
    return taken > 0;
}

// -- by itself ------------------------------------------------------------------------------------

// A policy that says another time counts from now.
void Device::plan_pool_import() {
    const auto& policy = settings_.pki.pool;
    auto& since = running_.pool_since;
    if (!policy.imports || !profile_->has_text("trustpool.url")) return since.reset();
    const auto wanted =
        time_of_day(policy.time.empty() ? profile_->text("trustpool.time") : policy.time);
    if (since && wanted == running_.pool_time) return;
    since = lab_now();
    running_.pool_time = wanted;
}

// By the device's own clock and zone, however often the clock was set meanwhile.
std::optional<licensing::DeviceTime> Device::next_pool_import() const {
    if (!running_.pool_since) return std::nullopt;
    const licensing::Span ahead = clock_offset() + stamp(now()).offset;
    const auto local = running_.pool_since->time_since_epoch() + ahead;
    auto next = std::chrono::floor<days>(local) + running_.pool_time;
    if (next <= local) next += days{1};
    return licensing::DeviceTime{next - stamp(now()).offset};
}

void Device::import_by_itself() {
    const auto due = next_pool_import();
    if (!due || *due > now()) return;
    running_.pool_since = lab_now();
    const auto imported = import_roots(pool_url());
    chassis_.pool_import = {now(), imported.has_value()};
    if (!imported)
        notify("trustpool.unreached");
    else
        notify(imported->installed > 0 ? "trustpool.updated" : "trustpool.unchanged");
}

}  // namespace lab
