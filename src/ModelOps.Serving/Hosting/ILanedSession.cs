namespace ModelOps.Serving;

/// <summary>A session that keeps memory for each call that runs beside others.</summary>
internal interface ILanedSession
{
    /// <summary>Runs a request once in each of some lanes.</summary>
    void WarmLanes(InferenceRequest request, int lanes, CancellationToken cancellationToken);
}
