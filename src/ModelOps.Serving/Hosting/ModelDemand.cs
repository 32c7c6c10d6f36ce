namespace ModelOps.Serving;

/// <summary>A load that calls wait for.</summary>
/// <param name="since">Timestamp of its beginning.</param>
internal sealed class ModelDemand(long since)
{
    public long Since { get; } = since;

    public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
