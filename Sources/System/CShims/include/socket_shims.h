#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// An IPv4 or IPv6 address without the casts of struct sockaddr. An IPv4 address stands in the first four bytes.
struct pf_address {
    uint16_t family;
    uint16_t port;
    uint32_t scope;
    uint8_t bytes[16];
};

static inline socklen_t pf_to_sockaddr(const struct pf_address *address, struct sockaddr_storage *storage) {
    memset(storage, 0, sizeof *storage);
    if (address->family == AF_INET6) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(address->port);
        six->sin6_scope_id = address->scope;
        memcpy(&six->sin6_addr, address->bytes, 16);
        return sizeof *six;
    }
    struct sockaddr_in *four = (struct sockaddr_in *)storage;
    four->sin_family = AF_INET;
    four->sin_port = htons(address->port);
    memcpy(&four->sin_addr, address->bytes, 4);
    return sizeof *four;
}

static inline void pf_from_sockaddr(const struct sockaddr_storage *storage, struct pf_address *address) {
    memset(address, 0, sizeof *address);
    address->family = storage->ss_family;
    if (storage->ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)storage;
        address->port = ntohs(six->sin6_port);
        address->scope = six->sin6_scope_id;
        memcpy(address->bytes, &six->sin6_addr, 16);
    } else if (storage->ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)storage;
        address->port = ntohs(four->sin_port);
        memcpy(address->bytes, &four->sin_addr, 4);
    }
}

static inline int pf_parse_address(const char *text, struct pf_address *address) {
    memset(address, 0, sizeof *address);
    address->family = AF_INET;
    if (inet_pton(AF_INET, text, address->bytes) == 1) return 1;
    address->family = AF_INET6;
    return inet_pton(AF_INET6, text, address->bytes) == 1;
}

static inline const char *pf_print_address(const struct pf_address *address, char *text, unsigned size) {
    return inet_ntop(address->family, address->bytes, text, size);
}

// The addresses of a name, at most `limit`; the number found, 0 when there is none.
static inline int pf_resolve(const char *name, struct pf_address *found, int limit) {
    struct addrinfo hints, *list = NULL;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(name, NULL, &hints, &list) != 0) return 0;
    int count = 0;
    for (struct addrinfo *each = list; each && count < limit; each = each->ai_next) {
        struct sockaddr_storage storage;
        if (each->ai_family != AF_INET && each->ai_family != AF_INET6) continue;
        memset(&storage, 0, sizeof storage);
        memcpy(&storage, each->ai_addr, each->ai_addrlen);
        pf_from_sockaddr(&storage, &found[count++]);
    }
    freeaddrinfo(list);
    return count;
}

static inline int pf_set_option(int socket, int level, int name, int value) {
    return setsockopt(socket, level, name, &value, sizeof value);
}

static inline int pf_tcp_socket(uint16_t family) {
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
}

static inline int pf_set_no_delay(int socket) { return pf_set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1); }

static inline int pf_bind(int socket, const struct pf_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = pf_to_sockaddr(address, &storage);
    if (pf_set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1) != 0) return -1;
    // Otherwise [::] would also take every IPv4 address, and binding 0.0.0.0 beside it would fail.
    if (address->family == AF_INET6 && pf_set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1) != 0) return -1;
    return bind(socket, (struct sockaddr *)&storage, length);
}

static inline int pf_listen(int socket, int backlog) { return listen(socket, backlog); }

static inline int pf_shut_down(int socket, int both) { return shutdown(socket, both ? SHUT_RDWR : SHUT_WR); }

static inline int pf_connect(int socket, const struct pf_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = pf_to_sockaddr(address, &storage);
    return connect(socket, (struct sockaddr *)&storage, length);
}

static inline int pf_accept(int listener, struct pf_address *peer) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    memset(&storage, 0, sizeof storage);
    // accept4(2) is declared only under _GNU_SOURCE, which would change types Swift's Glibc module has too.
    int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
    int accepted = (int)syscall(SYS_accept4, listener, (struct sockaddr *)&storage, &length, flags);
    if (accepted >= 0) pf_from_sockaddr(&storage, peer);
    return accepted;
}

static inline int pf_local_address(int socket, struct pf_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    memset(&storage, 0, sizeof storage);
    int result = getsockname(socket, (struct sockaddr *)&storage, &length);
    if (result == 0) pf_from_sockaddr(&storage, address);
    return result;
}

// What a connect(2) in progress came to: 0 or an errno.
static inline int pf_socket_error(int socket) {
    int error = 0;
    socklen_t length = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

static inline ssize_t pf_receive(int socket, void *bytes, size_t count) { return recv(socket, bytes, count, 0); }

// Two pieces in one call; `more` says that further bytes follow at once, so that a short segment waits for them.
static inline ssize_t pf_send(
    int socket, const void *first, size_t first_count, const void *second, size_t second_count, int more) {
    int flags = MSG_NOSIGNAL | (more ? MSG_MORE : 0);
    if (second_count == 0) return send(socket, first, first_count, flags);
    struct iovec pieces[2] = {{(void *)first, first_count}, {(void *)second, second_count}};
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = pieces;
    message.msg_iovlen = 2;
    return sendmsg(socket, &message, flags);
}

static inline ssize_t pf_sendfile(int socket, int file, int64_t offset, size_t count) {
    off_t position = offset;
    return sendfile(socket, file, &position, count);
}

struct pf_event {
    uint64_t key;
    uint32_t flags;
};

enum {
    PF_POLL_BOTH = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
    PF_POLL_ACCEPT = EPOLLIN | EPOLLEXCLUSIVE | EPOLLET,
    PF_POLL_WAKE = EPOLLIN | EPOLLET,
    PF_POLL_READABLE = EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR,
    PF_POLL_WRITABLE = EPOLLOUT | EPOLLHUP | EPOLLERR,
    PF_POLL_READING_ENDED = EPOLLRDHUP | EPOLLHUP | EPOLLERR,
    PF_POLL_WRITING_ENDED = EPOLLHUP | EPOLLERR,
};

static inline int pf_poll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int pf_poll_add(int poller, int descriptor, uint32_t flags, uint64_t key) {
    struct epoll_event event;
    event.events = flags;
    event.data.u64 = key;
    return epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int pf_poll_remove(int poller, int descriptor) {
    struct epoll_event event;
    return epoll_ctl(poller, EPOLL_CTL_DEL, descriptor, &event);
}

static inline int pf_poll_wait(int poller, struct pf_event *found, int limit, int milliseconds) {
    struct epoll_event events[128];
    int count = epoll_wait(poller, events, limit < 128 ? limit : 128, milliseconds);
    for (int index = 0; index < count; index++) {
        found[index].key = events[index].data.u64;
        found[index].flags = events[index].events;
    }
    return count;
}

static inline int pf_wake_create(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline void pf_wake(int descriptor) {
    uint64_t one = 1;
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
}

static inline int64_t pf_monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + (int64_t)now.tv_nsec;
}

static inline int64_t pf_realtime_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + (int64_t)now.tv_nsec;
}

// The coarse clock is read without asking the hardware; a Date field needs no more than seconds.
static inline int64_t pf_realtime_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (int64_t)now.tv_sec;
}

// send(2) can be told not to raise SIGPIPE, sendfile(2) cannot.
static inline void pf_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }
