namespace ModelOps.OpenInference;

/// <summary>Receives the events of the payload log. Register one to send them elsewhere, e.g. to a message broker.</summary>
public interface IPayloadSink
{
    /// <summary>Takes events, in the order of the answers. Never called twice at once.</summary>
    /// <param name="events">The events; valid until the task ends.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>A task that ends when they are taken. When it fails they are counted as lost, and the log goes on.</returns>
    Task WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken);
}
