using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ModelOps.Redis.Tests.Fakes;

/// <summary>Keeps every line, exceptions included.</summary>
internal sealed class LinesLoggerProvider : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(EventId Event, string Text)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
