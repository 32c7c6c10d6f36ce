namespace ModelOps.Serving;

/// <summary>Stands where a file would when none is configured.</summary>
internal sealed class NoAuditSink : IAuditSink
{
    public static NoAuditSink Instance { get; } = new();

    public ValueTask WriteAsync(AuditEvent entry, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
