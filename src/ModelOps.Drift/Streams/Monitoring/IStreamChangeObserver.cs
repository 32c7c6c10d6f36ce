namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Is told of every change and warning of watched streams, in their order.</summary>
/// <remarks>Register as many as wanted in the services. They are called one after another, off the path of calls and of the detectors; when thousands of changes wait, further ones
/// are dropped and logged. One that throws is logged and does not keep the others from being told.</remarks>
public interface IStreamChangeObserver
{
    /// <summary>A stream changed, or a warning began.</summary>
    /// <param name="change">What was found.</param>
    /// <param name="cancellationToken">Ends the call early, when the host stops.</param>
    /// <returns>A task that ends when the observer is done with it.</returns>
    ValueTask OnChangedAsync(StreamChange change, CancellationToken cancellationToken = default);
}
