#include "labs/shelf.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "labs/credentials_reader.hpp"
#include "labs/plan.hpp"

namespace lab {
namespace {

namespace fs = std::filesystem;

// No lab that somebody wrote is as large; the reader of YAML takes minutes over what is.
constexpr std::uintmax_t most_bytes = 2'000'000;

std::string text_of(const std::string& file) {
    std::error_code error;
    const bool regular = fs::is_regular_file(file, error);
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    if (!regular || !in) throw grammar::Faults(file, 0, 0, "cannot be read");
    const auto size = static_cast<std::uintmax_t>(in.tellg());
    if (size > most_bytes) throw grammar::Faults(file, 1, 1, "is too large for a lab (2 MB)");
    std::string text(size, '\0');
    in.seekg(0);
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in) throw grammar::Faults(file, 0, 0, "cannot be read");
    return text;
}

}  // namespace

std::string lab_named(const std::string& labs, const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos || name.starts_with('.')) return {};
    std::error_code error;
    for (const auto& file :
         {fs::path(labs) / (name + ".yaml"), fs::path(labs) / "library" / name / "lab.yaml"}) {
        if (fs::is_regular_file(file, error)) return file.string();
    }
    return {};
}

std::string lab_of_platform(const std::string& labs, const std::string& platform) {
    const auto own = fs::path(labs) / (platform + ".yaml");
    std::error_code error;
    return (fs::is_regular_file(own, error) ? own : fs::path(labs) / "plain.yaml").string();
}

std::vector<std::string> library_of(const std::string& labs) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::path(labs) / "library", error)) {
        const auto file = entry.path() / "lab.yaml";
        if (fs::is_regular_file(file, error)) files.push_back(file.string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Plan load_plan(const std::string& file, std::optional<std::uint64_t> seed) {
    return read_plan(text_of(file), file, seed);
}

Credentials load_credentials(const std::string& file) {
    profiles::YamlReader yaml(text_of(file), file);
    Credentials read;
    CredentialsReader reader(yaml, read);
    reader.read(yaml.root());
    reader.check_names({});
    if (read.empty()) yaml.fault(yaml.root(), "nobody is named who may come in");
    yaml.finish();
    return read;
}

}  // namespace lab
