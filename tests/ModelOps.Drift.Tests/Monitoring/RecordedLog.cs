using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Tests.Monitoring;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(string? Event, LogLevel Level, string Message)> _entries = new();

    internal IReadOnlyList<string> Of(string eventName) => [.. _entries.Where(entry => entry.Event == eventName).Select(static entry => entry.Message)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((eventId.Name, logLevel, formatter(state, exception)));

    public void Dispose()
    {
        // Nothing to let go of.
    }
}
