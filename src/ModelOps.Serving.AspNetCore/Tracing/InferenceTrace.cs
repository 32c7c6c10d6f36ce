using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Diagnostics;

namespace ModelOps.Serving.AspNetCore.Tracing;

/// <summary>The times of one call. Tensors are no part of it: logs hold no data.</summary>
internal sealed class InferenceTrace(TimeProvider timeProvider, ILogger logger)
{
    private readonly long _begun = timeProvider.GetTimestamp();
    private long _read;
    private long _inferred;

    public void BodyRead() => _read = timeProvider.GetTimestamp();

    public void Inferred() => _inferred = timeProvider.GetTimestamp();

    /// <summary>Ends the trace of a call that was answered.</summary>
    public void Written(InferenceResponse response) => logger.InferenceTraced(
        response.ModelName,
        response.ModelVersion,
        timeProvider.GetElapsedTime(_begun, _read).TotalMicroseconds,
        timeProvider.GetElapsedTime(_read, _inferred).TotalMicroseconds,
        timeProvider.GetElapsedTime(_inferred).TotalMicroseconds);
}
