use conduit::config::Config;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;
use tokio::signal;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();
    let config = Config::from_env()?;
    let app = conduit::app(&config).await?;
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, config.port)).await?;
    tracing::info!("http://localhost:{}/api", config.port);
    axum::serve(listener, app).with_graceful_shutdown(shutdown()).await?;
    Ok(())
}

/// Ctrl-C, or what a service manager sends.
async fn shutdown() {
    let interrupt = async { signal::ctrl_c().await.expect("a handler for Ctrl-C") };
    #[cfg(unix)]
    let terminate = async {
        let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate());
        terminate.as_mut().expect("a handler for SIGTERM").recv().await
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<Option<()>>();
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
}
