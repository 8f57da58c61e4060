// Certificate authorities of the world: who they are, and their certificates as texts to paste.
// A certificate follows from its authority's name alone, so that it is the same on every host and
// in every run; its form is X.509's, its key and signature are noise.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lab {

// Who signs servers' certificates. Devices trust the built-in ones from the start, others when
// their certificate was imported.
struct CertificateAuthority {
    std::string name;     // in the lab: corporate-ca
    std::string subject;  // cn=Example Root CA,o=Example Corp
    bool built_in = true;
    std::string revocations;  // URL of its list of revoked certificates; empty: it has none
    bool publishes = true;    // false: the list cannot be fetched though its host answers
    bool published = false;   // its root is in the bundle of public ones that devices fetch
    std::string serial{};     // of its certificate, in hexadecimal; empty: made of its name
    std::string from = "150101000000Z", until = "450101000000Z";  // YYMMDDhhmmssZ
};

struct Fingerprints {
    std::string md5;   // FA3654F3 94F533B3 649F11D1 C190E669
    std::string sha1;  // five groups
};

// "cn=Example Root CA,o=Example Corp" as logs write it: CN=Example Root CA,O=Example Corp
std::string attributes_of(std::string_view subject);
// The certificate's bytes.
std::string certificate_of(const CertificateAuthority& authority);
// As text between BEGIN and END CERTIFICATE, lines of 64 characters.
std::vector<std::string> pem_of(const CertificateAuthority& authority);
Fingerprints fingerprints_of(std::string_view certificate);
// Text of a certificate of which only the first and last of its lines are known.
std::string chain_between(const std::string& first, const std::string& last, int lines);
// The bytes of a pasted certificate, with or without its first and last line; empty: it is none.
std::string read_pem(std::string_view text);

}  // namespace lab
