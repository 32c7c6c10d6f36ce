namespace ModelOps.Jobs;

/// <summary>Keeps the last word on how far a job is, for the next sign of life.</summary>
internal sealed class LatestProgress : IProgress<InferenceJobProgress>
{
    private InferenceJobProgress? _value;

    public InferenceJobProgress? Value => Volatile.Read(ref _value);

    public void Report(InferenceJobProgress value) => Volatile.Write(ref _value, value);
}
