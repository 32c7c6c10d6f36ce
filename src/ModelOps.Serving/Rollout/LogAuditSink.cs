using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Writes audit events to the log.</summary>
internal sealed class LogAuditSink(ILogger<LogAuditSink>? logger = null) : IAuditSink
{
    private readonly ILogger _logger = logger ?? NullLogger<LogAuditSink>.Instance;

    public ValueTask WriteAsync(AuditEvent entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _logger.Audited(entry.Kind, entry.Model, entry.Reason, string.Join(", ", entry.Evidence.Select(static e => $"{e.Key}={e.Value}")));
        return ValueTask.CompletedTask;
    }
}
