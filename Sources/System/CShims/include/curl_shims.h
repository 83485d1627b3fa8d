#pragma once
#include <curl/curl.h>

// curl_easy_setopt(3) and curl_easy_getinfo(3) are variadic: one typed inline per kind of argument.
static inline CURLcode pf_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode pf_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode pf_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode pf_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode pf_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

typedef size_t (*pf_curl_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode pf_curl_set_callback(CURL *easy, CURLoption option, pf_curl_callback callback) {
    return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode pf_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode pf_curl_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

// The union in struct CURLMsg is imported without its members' names.
static inline CURLcode pf_curl_result(const struct CURLMsg *message) { return message->data.result; }
