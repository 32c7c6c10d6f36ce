namespace ModelOps;

/// <summary>Logs single things to a tracking store.</summary>
public static class TrackingStoreExtensions
{
    /// <summary>Logs one point of a metric.</summary>
    /// <param name="store">Store.</param>
    /// <param name="runId">Run.</param>
    /// <param name="metric">Point.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    public static Task LogMetricAsync(this ITrackingStore store, string runId, RunMetric metric, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(metric);
        return store.LogBatchAsync(new RunBatch { RunId = runId, Metrics = [metric] }, cancellationToken);
    }

    /// <summary>Logs one parameter.</summary>
    /// <param name="store">Store.</param>
    /// <param name="runId">Run.</param>
    /// <param name="key">Key.</param>
    /// <param name="value">Value.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    /// <exception cref="ParamConflictException">It was logged with another value before.</exception>
    public static Task LogParamAsync(this ITrackingStore store, string runId, string key, string value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.LogBatchAsync(new RunBatch { RunId = runId, Params = [new RunParam(key, value)] }, cancellationToken);
    }

    /// <summary>Sets one tag of a run.</summary>
    /// <param name="store">Store.</param>
    /// <param name="runId">Run.</param>
    /// <param name="key">Key.</param>
    /// <param name="value">Value.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    public static Task SetRunTagAsync(this ITrackingStore store, string runId, string key, string value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.LogBatchAsync(new RunBatch { RunId = runId, Tags = [new RunTag(key, value)] }, cancellationToken);
    }
}
