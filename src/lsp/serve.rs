//! The loop between a client and a service.
//!
//! `tower_lsp::Server` ends the process on one bad frame or panic and stops reading while four requests
//! wait. This loop calls the service in the order of arrival, so that a request sees the text as it was at
//! its place; it answers at once what is ready at once, lets other requests go on beside it, and keeps
//! order by finishing every notification before it reads on.

use super::frame::{self, Frame, FrameReader};
use super::message::Incoming;
use futures_util::future::FutureExt;
use futures_util::{SinkExt, StreamExt};
use std::future::{Future, poll_fn};
use std::io::{BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::mpsc as thread_channel;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

/// How many messages may wait for the loop before the reader stops reading.
const WAITING_MESSAGES: usize = 256;

/// How often the life of the client's process is looked at.
const PARENT_INTERVAL: Duration = Duration::from_secs(3);

/// How long the last replies may take to be written.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Serves one client until it says `exit`, closes the input or dies. Returns the exit code of the process:
/// 0 if the client had asked to shut down, 1 if not.
pub fn serve<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> u8 {
    // One thread: handlers are short, and what is not goes to the pool for blocking work.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().max_blocking_threads(4).build();
    let Ok(runtime) = runtime else {
        return 1;
    };
    let (incoming_sender, incoming) = mpsc::channel(WAITING_MESSAGES);
    let (outgoing, outgoing_receiver) = thread_channel::channel();
    let (written_sender, written) = thread_channel::channel::<()>();
    std::thread::spawn(move || read(input, &incoming_sender));
    std::thread::spawn(move || {
        write(output, &outgoing_receiver);
        drop(written_sender);
    });
    let code = runtime.block_on(run(service, socket, incoming, Replies(outgoing)));
    // Ends the tasks that still hold a way to reply; the writer ends with the last of these.
    runtime.shutdown_background();
    let _ = written.recv_timeout(LAST_WORDS);
    code
}

/// Reads messages until the end of the input or of the loop.
fn read(input: impl Read, incoming: &mpsc::Sender<Incoming>) {
    let mut frames = FrameReader::new(input);
    while let Ok(Some(frame)) = frames.next() {
        let message = match frame {
            Frame::Body(body) => Incoming::parse(&body),
            Frame::Bad(reason) => Incoming::bad(ErrorCode::ParseError, None, reason),
        };
        if incoming.blocking_send(message).is_err() {
            return;
        }
    }
}

/// Writes messages as they come, and flushes whenever none waits.
fn write(output: impl Write, outgoing: &thread_channel::Receiver<Vec<u8>>) {
    let mut output = BufWriter::new(output);
    while let Ok(body) = outgoing.recv() {
        let mut next = Some(body);
        while let Some(body) = next {
            if frame::write(&mut output, &body).is_err() {
                return;
            }
            next = outgoing.try_recv().ok();
        }
        if output.flush().is_err() {
            return;
        }
    }
}

/// The way to the client.
#[derive(Clone, Debug)]
struct Replies(thread_channel::Sender<Vec<u8>>);

impl Replies {
    /// Nobody listens any more if the writer is gone; the end of the input follows soon.
    fn send(&self, message: &impl serde::Serialize) {
        if let Ok(body) = serde_json::to_vec(message) {
            let _ = self.0.send(body);
        }
    }

    fn send_error(&self, id: Option<Id>, error: Error) {
        if let Some(id) = id {
            self.send(&Response::from_error(id, error));
        }
    }
}

async fn run<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    mut incoming: mpsc::Receiver<Incoming>,
    replies: Replies,
) -> u8 {
    let (mut server_requests, mut client_answers) = socket.split();
    let to_client = replies.clone();
    tokio::spawn(async move {
        while let Some(request) = server_requests.next().await {
            to_client.send(&request);
        }
    });
    let mut dispatcher = Dispatcher { service, replies, shut_down: false };
    let mut parent_gone: Pin<Box<dyn Future<Output = ()>>> = Box::pin(std::future::pending());
    loop {
        let message = tokio::select! {
            biased;
            message = incoming.recv() => message,
            () = &mut parent_gone => None,
        };
        match message {
            None => break,
            Some(Incoming::Request(request)) if request.method() == "exit" => break,
            Some(Incoming::Request(request)) => {
                if request.method() == "initialize"
                    && let Some(process) = process_id(&request)
                    // From inside a container the client's process cannot be seen.
                    && is_alive(process)
                {
                    parent_gone = Box::pin(end_of_process(process));
                }
                dispatcher.dispatch(request).await;
            }
            Some(Incoming::Response(answer)) => {
                let _ = client_answers.send(answer).await;
            }
            Some(Incoming::Bad(reply)) => dispatcher.replies.send(&reply),
        }
    }
    u8::from(!dispatcher.shut_down)
}

/// Calls the service and sees to it that every request gets exactly one reply.
struct Dispatcher<S> {
    service: LspService<S>,
    replies: Replies,
    shut_down: bool,
}

impl<S: LanguageServer> Dispatcher<S> {
    async fn dispatch(&mut self, request: Request) {
        let id = request.id().cloned();
        let is_shutdown = request.method() == "shutdown";
        let in_order = id.is_none() || is_shutdown || request.method() == "initialize";
        let Ok(future) = catch_unwind(AssertUnwindSafe(|| self.service.call(request))) else {
            self.replies.send_error(id, panicked());
            return;
        };
        let mut future = Box::pin(AssertUnwindSafe(future).catch_unwind());
        let first = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await;
        let outcome = match first {
            Poll::Ready(outcome) => outcome,
            Poll::Pending if in_order => future.await,
            Poll::Pending => {
                let replies = self.replies.clone();
                tokio::spawn(async move {
                    let reply = reply_of(id, future.await);
                    send_reply(&replies, reply);
                });
                return;
            }
        };
        if outcome.is_err() {
            self.forget(id.clone());
        }
        let reply = reply_of(id, outcome);
        self.shut_down |= is_shutdown && reply.as_ref().is_some_and(Response::is_ok);
        send_reply(&self.replies, reply);
    }

    /// The service still counts a request whose handler panicked as running and would refuse its id.
    fn forget(&mut self, id: Option<Id>) {
        let id = match id {
            Some(Id::Number(id)) => serde_json::json!(id),
            Some(Id::String(id)) => serde_json::json!(id),
            Some(Id::Null) | None => return,
        };
        let cancel = Request::build("$/cancelRequest").params(serde_json::json!({ "id": id })).finish();
        let _ = self.service.call(cancel).now_or_never();
    }
}

fn send_reply(replies: &Replies, reply: Option<Response>) {
    if let Some(reply) = reply {
        replies.send(&reply);
    }
}

/// The one reply to a request, whatever became of it; none to a notification.
fn reply_of<E, P>(id: Option<Id>, outcome: Result<Result<Option<Response>, E>, P>) -> Option<Response> {
    let id = id?;
    Some(match outcome {
        Ok(Ok(Some(response))) => response,
        // The service answers unknown `$/` methods with silence, which a request must not get.
        Ok(Ok(None)) => Response::from_error(id, Error::method_not_found()),
        Ok(Err(_)) => Response::from_error(id, Error::invalid_request()),
        Err(_) => Response::from_error(id, panicked()),
    })
}

fn panicked() -> Error {
    let mut error = Error::internal_error();
    error.message = "docent failed on this request; standard error has the details".into();
    error
}

/// The client's process, by the parameters of `initialize`.
fn process_id(initialize: &Request) -> Option<u32> {
    let process = initialize.params()?.get("processId")?.as_u64()?;
    u32::try_from(process).ok()
}

/// Waits until the process is gone.
async fn end_of_process(process: u32) {
    while is_alive(process) {
        tokio::time::sleep(PARENT_INTERVAL).await;
    }
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    std::os::unix::process::parent_id() == process
        || std::path::Path::new("/proc").join(process.to_string()).exists()
}

/// Elsewhere the end of the input has to do.
#[cfg(not(unix))]
fn is_alive(_process: u32) -> bool {
    true
}
