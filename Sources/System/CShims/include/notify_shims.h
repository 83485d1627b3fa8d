#ifndef PACKFERRY_NOTIFY_SHIMS_H
#define PACKFERRY_NOTIFY_SHIMS_H

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Sends one datagram to a Unix socket, of which a name that begins with '@' is abstract (unix(7)); 0, or -1 with errno set.
static inline int pf_send_datagram(const char *name, const void *bytes, size_t count) {
    struct sockaddr_un address;
    size_t length = strlen(name);
    if (length == 0 || length >= sizeof address.sun_path) {
        errno = EINVAL;
        return -1;
    }
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, name, length);
    // The name of an abstract one is as long as it is said to be; that of a file ends with a zero.
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (name[0] == '@' ? 0 : 1));
    if (name[0] == '@') address.sun_path[0] = 0;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    ssize_t sent;
    do {
        sent = sendto(descriptor, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    } while (sent < 0 && errno == EINTR);
    int saved = errno;
    close(descriptor);
    errno = saved;
    return sent == (ssize_t)count ? 0 : -1;
}

#endif
