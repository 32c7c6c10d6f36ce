namespace ModelOps;

/// <summary>Keeps audit events. A host may have several; each gets every event.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IAuditSink
{
    /// <summary>Keeps an event.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="cancellationToken">Ends the call early; the event may not be kept then.</param>
    /// <returns>A task that ends when the event is as safe as this sink can make it. What cannot be kept throws.</returns>
    ValueTask WriteAsync(AuditEvent entry, CancellationToken cancellationToken = default);
}
