//! HTTP for the browsers of this machine: GET and HEAD, one request a connection, and a bound on the connections.

use std::{
    collections::VecDeque,
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// The most connections that are open at a time. Another one closes the oldest, so that none who waits keeps others out.
const MOST_OPEN: usize = 64;
/// The most bytes of a request without its body, which is never read.
const LONGEST_REQUEST: u64 = 16 * 1024;
/// How long the other side may be silent.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// Names and values.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// A short message.
    pub(super) fn text(status: u16, text: impl Into<String>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", "text/plain; charset=utf-8".into())],
            body: text.into().into_bytes(),
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Answers requests, each with what `answer` makes of its address, which begins with a `/`; never returns.
pub(super) fn serve(listener: &TcpListener, answer: impl Fn(&str) -> Reply + Sync) {
    let port = listener.local_addr().map_or(0, |address| address.port());
    let open = Open::default();
    thread::scope(|scope| {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                // When this process has no file left, one is free after a moment.
                thread::sleep(Duration::from_millis(100));
                continue;
            };
            let (open, answer) = (&open, &answer);
            let stream = open.add(stream);
            scope.spawn(move || {
                // It fails when the other side is gone, and then nobody needs the answer.
                let _ = converse(&stream, port, answer);
                open.remove(&stream);
            });
        }
    });
}

/// The open connections, the oldest first.
#[derive(Default)]
struct Open(Mutex<VecDeque<Arc<TcpStream>>>);

impl Open {
    fn add(&self, stream: TcpStream) -> Arc<TcpStream> {
        let stream = Arc::new(stream);
        let mut open = self.lock();
        if open.len() == MOST_OPEN
            && let Some(oldest) = open.pop_front()
        {
            let _ = oldest.shutdown(Shutdown::Both);
        }
        open.push_back(Arc::clone(&stream));
        stream
    }

    fn remove(&self, stream: &Arc<TcpStream>) {
        self.lock().retain(|other| !Arc::ptr_eq(other, stream));
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<TcpStream>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads one request and answers it.
fn converse(stream: &TcpStream, port: u16, answer: impl Fn(&str) -> Reply) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = read_head(stream)?;
    let request = Request::read(&head, port);
    let wants_body = !matches!(&request, Ok(request) if request.is_head);
    let reply = request.map_or_else(|refusal| refusal, |request| answer(&request.address));
    write(stream, &reply, wants_body)?;
    // To close while there is something to read would take back what was sent.
    stream.shutdown(Shutdown::Write)?;
    io::copy(&mut stream.take(LONGEST_REQUEST), &mut io::sink())?;
    Ok(())
}

/// The request up to the empty line, or as much as may be read.
fn read_head(stream: &TcpStream) -> io::Result<Vec<u8>> {
    let (mut head, mut part) = (Vec::new(), [0; 1024]);
    let mut stream = stream.take(LONGEST_REQUEST);
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut part)? {
            0 => break,
            length => head.extend_from_slice(&part[..length]),
        }
    }
    Ok(head)
}

fn write(mut stream: &TcpStream, reply: &Reply, with_body: bool) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
    let fixed = [
        ("Content-Length", reply.body.len().to_string()),
        ("Connection", "close".to_owned()),
        // No page of another server may show or run what is served here.
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ];
    for (name, value) in fixed.iter().chain(&reply.headers) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(&reply.body)?;
    }
    stream.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        _ => "",
    }
}

/// A request that is answered.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    is_head: bool,
    address: String,
}

impl Request {
    /// Reads the bytes of a request to the server at `port`; else the reply that refuses it.
    fn read(bytes: &[u8], port: u16) -> Result<Self, Reply> {
        let mut headers = [httparse::EMPTY_HEADER; 100];
        let mut request = httparse::Request::new(&mut headers);
        let (Ok(httparse::Status::Complete(_)), Some(method), Some(address)) =
            (request.parse(bytes), request.method, request.path)
        else {
            return Err(Reply::text(400, "this is no request that the server reads"));
        };
        let mut hosts = request
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case("Host"));
        let (host, another) = (hosts.next(), hosts.next());
        // A page elsewhere whose name was made to mean this machine is known by the name that it asks for.
        if another.is_some() || !host.is_some_and(|host| is_here(host.value, port)) {
            let message = format!("the book is at http://localhost:{port} and under no other name");
            return Err(Reply::text(421, message));
        }
        if !matches!(method, "GET" | "HEAD") {
            let message = format!("'{method}' is not answered, only GET and HEAD");
            return Err(Reply::text(405, message).with("Allow", "GET, HEAD"));
        }
        if !address.starts_with('/') {
            return Err(Reply::text(400, "the address does not begin with '/'"));
        }
        Ok(Self {
            is_head: method == "HEAD",
            address: address.to_owned(),
        })
    }
}

/// Whether a `Host` names this machine and the port.
fn is_here(host: &[u8], port: u16) -> bool {
    let host = host.to_ascii_lowercase();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host == format!("{name}:{port}").as_bytes() || (port == 80 && host == name.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{net::SocketAddr, time::Instant};

    /// The status with which a request is refused, or 200.
    fn status(request: &str) -> u16 {
        Request::read(request.as_bytes(), 3000).map_or_else(|reply| reply.status, |_| 200)
    }

    #[test]
    fn only_this_machine_under_its_own_names_is_answered() {
        for (host, expected) in [
            ("localhost:3000", 200),
            ("LocalHost:3000", 200),
            ("127.0.0.1:3000", 200),
            ("[::1]:3000", 200),
            ("localhost", 421),
            ("localhost:3001", 421),
            ("localhost.example.org:3000", 421),
            ("example.org:3000", 421),
            ("0.0.0.0:3000", 421),
            ("", 421),
            ("localhost:3000\r\nHost: example.org:3000", 421),
        ] {
            let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
            assert_eq!(status(&request), expected, "{host}");
        }
        assert_eq!(status("GET / HTTP/1.0\r\n\r\n"), 421);
        assert!(is_here(b"localhost", 80));
    }

    #[test]
    fn other_methods_and_what_is_no_request_are_refused() {
        let request = |line: &str| status(&format!("{line}\r\nHost: localhost:3000\r\n\r\n"));
        assert_eq!(request("HEAD /a?b HTTP/1.1"), 200);
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"] {
            assert_eq!(request(&format!("{method} / HTTP/1.1")), 405, "{method}");
        }
        for line in [
            "GET / HTTP/9",
            "GET /",
            "",
            "\0",
            "GET http://localhost:3000/ HTTP/1.1",
            "GET * HTTP/1.1",
        ] {
            assert_eq!(request(line), 400, "{line}");
        }
        assert_eq!(
            status("GET / HTTP/1.1\r\nHost: localhost:3000\r\n"),
            400,
            "it is not complete"
        );
    }

    /// A server on a free port, for as long as the tests run.
    fn start() -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            serve(&listener, |address| {
                Reply::text(200, address).with("X", "y")
            })
        });
        address
    }

    /// What the server sends for a request.
    fn ask(server: SocketAddr, line: &str, rest: &str) -> String {
        let mut stream = TcpStream::connect(server).unwrap();
        let port = server.port();
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: localhost:{port}\r\n{rest}"
        )
        .unwrap();
        io::read_to_string(stream).unwrap()
    }

    #[test]
    fn a_head_is_answered_as_a_get_without_its_body() {
        let server = start();
        let get = ask(server, "GET /a?b", "\r\n");
        let (head, body) = get.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, "/a?b");
        let lines: Vec<&str> = head.split("\r\n").collect();
        assert_eq!(lines[0], "HTTP/1.1 200 OK");
        for line in ["Content-Length: 4", "Connection: close", "X: y"] {
            assert!(lines.contains(&line), "no {line} in {head}");
        }
        assert_eq!(ask(server, "HEAD /a?b", "\r\n"), format!("{head}\r\n\r\n"));
    }

    #[test]
    fn a_request_with_a_body_is_refused_and_the_refusal_arrives() {
        let body = "x".repeat(10_000);
        let reply = ask(
            start(),
            "POST /",
            &format!("Content-Length: 10000\r\n\r\n{body}"),
        );
        assert!(reply.starts_with("HTTP/1.1 405 "), "{reply}");
        assert!(reply.contains("\r\nAllow: GET, HEAD\r\n"), "{reply}");
    }

    #[test]
    fn connections_that_wait_keep_nobody_out() {
        let server = start();
        // Few enough for systems that let a process have 256 files.
        let waiting: Vec<TcpStream> = (0..MOST_OPEN + 40)
            .map(|_| TcpStream::connect(server).unwrap())
            .collect();
        let start = Instant::now();
        for _ in 0..20 {
            assert!(ask(server, "GET /", "\r\n").ends_with("\r\n\r\n/"));
        }
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "{:?}",
            start.elapsed()
        );
        let closed = |stream: &&TcpStream| {
            stream.set_nonblocking(true).unwrap();
            let mut stream: &TcpStream = stream;
            !matches!(stream.read(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
        };
        let closed = waiting.iter().filter(closed).count();
        assert!(
            closed > waiting.len() - MOST_OPEN,
            "only {closed} were closed"
        );
    }
}
