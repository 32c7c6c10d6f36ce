namespace ModelOps.Serving.Tests.Rollout;

internal sealed class RecordingAuditSink : IAuditSink
{
    private readonly Lock _lock = new();
    private readonly List<AuditEvent> _events = [];

    public Exception? Failure { get; set; }

    public IReadOnlyList<AuditEvent> Events
    {
        get
        {
            lock (_lock) { return [.. _events]; }
        }
    }

    public IEnumerable<string> Kinds => Events.Select(static e => e.Kind["rollout.".Length..]);

    public ValueTask WriteAsync(AuditEvent entry, CancellationToken cancellationToken = default)
    {
        if (Failure is { } failure) { return ValueTask.FromException(failure); }
        lock (_lock) { _events.Add(entry); }
        return ValueTask.CompletedTask;
    }
}
