#pragma once
#include <curl/curl.h>

// curl_easy_setopt(3) is variadic: one typed inline per kind of argument. The parentheses keep away the macro that
// checks types only where the option is a constant.
static inline CURLcode pf_curl_set_long(CURL *easy, CURLoption option, long value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode pf_curl_set_size(CURL *easy, CURLoption option, int64_t value) {
    return (curl_easy_setopt)(easy, option, (curl_off_t)value);
}

// libcurl copies the string.
static inline CURLcode pf_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode pf_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode pf_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(easy, option, value);
}

// For the head and for the body.
static inline CURLcode pf_curl_set_receiver(CURL *easy, CURLoption option, curl_write_callback callback) {
    return (curl_easy_setopt)(easy, option, callback);
}

static inline CURLcode pf_curl_set_reader(CURL *easy, curl_read_callback callback) {
    return (curl_easy_setopt)(easy, CURLOPT_READFUNCTION, callback);
}

// Hears how far a transfer is; anything but 0 ends it.
static inline CURLcode pf_curl_set_watcher(CURL *easy, curl_xferinfo_callback callback) {
    return (curl_easy_setopt)(easy, CURLOPT_XFERINFOFUNCTION, callback);
}

// Bytes of the body so far, as they were sent. curl_easy_getinfo(3) is variadic too.
static inline int64_t pf_curl_received(CURL *easy) {
    curl_off_t count = 0;
    (curl_easy_getinfo)(easy, CURLINFO_SIZE_DOWNLOAD_T, &count);
    return (int64_t)count;
}

static inline CURLcode pf_curl_set_seeker(CURL *easy, curl_seek_callback callback) {
    return (curl_easy_setopt)(easy, CURLOPT_SEEKFUNCTION, callback);
}

// The next transfer that has ended and what it came to; 0 when there is none. CURLMsg holds an anonymous union.
static inline int pf_curl_next_finished(CURLM *multi, CURL **easy, CURLcode *code) {
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *easy = message->easy_handle;
        *code = message->data.result;
        return 1;
    }
    return 0;
}
